import type { TwilioOperation } from '../faults/fault-rule.ts';

/** One call of the API, free of the HTTP library. */
export interface TwilioCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

/** A success; refusals are thrown as TwilioApiError. */
export interface TwilioAnswer {
  readonly status: 200 | 201 | 204 | 307;
  /** JSON, or bytes with their type. */
  readonly body?: object;
  readonly bytes?: { readonly contentType: string; readonly content: Buffer };
  readonly location?: string;
  /** What happens because of it: begun once, when the answer is out. */
  readonly follow?: () => Promise<void>;
}

/** One operation of the API. `handle` runs in one go: what it read is still true when it writes. */
export interface TwilioRoute {
  readonly operation: TwilioOperation;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Whom the call is about, where it tells: faults may be about one phone. */
  phone?(call: TwilioCall): string | undefined;
  handle(call: TwilioCall): TwilioAnswer;
}
