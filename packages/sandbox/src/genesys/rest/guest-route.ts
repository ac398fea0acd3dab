import type { FaultOperation } from '../faults/fault-rule.ts';

/** One call of a guest, free of the HTTP library. */
export interface GuestRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: { readonly authorization?: string | undefined; readonly origin?: string | undefined };
  /** Host header, or the address that is listened on: the stream's address is derived from it. */
  readonly host: string;
  readonly body: unknown;
  /** Sets a header of the answer, whatever the answer will be. */
  header(name: string, value: string): void;
}

/** A success; refusals are thrown as ApiError. */
export interface Answer {
  readonly status: 200 | 204;
  readonly body?: unknown;
  /** What follows on the event stream: run once, after the answer is out, or before it if so turned. */
  readonly follow?: () => void;
}

/** One operation of the guest API. `handle` runs in one go: what it read is still true when it writes. */
export interface GuestRoute {
  readonly operation: Exclude<FaultOperation, 'any' | 'attach'>;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /api/v2/webchat/guest/conversations. */
  readonly path: string;
  handle(request: GuestRequest): Answer;
}
