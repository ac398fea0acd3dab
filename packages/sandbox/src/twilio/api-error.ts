import { messageOfCode, statusOfCode } from './error-code.ts';

/** What may be said of an error besides its code. */
export interface ApiErrorFacts {
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  readonly retryAfterS?: number | undefined;
  /** It comes from something in between, which does not speak the API's JSON. */
  readonly bareBody?: boolean | undefined;
}

/** A refusal of the API. */
export class TwilioApiError extends Error {
  readonly code: number;
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly bareBody: boolean;

  constructor(code: number, facts: ApiErrorFacts = {}) {
    super(facts.message ?? messageOfCode(code));
    this.code = code;
    this.status = facts.status ?? statusOfCode(code);
    this.retryAfterS = facts.retryAfterS;
    this.bareBody = facts.bareBody ?? false;
  }

  body(): object {
    return {
      code: this.code,
      message: this.message,
      more_info: `https://www.twilio.com/docs/errors/${this.code}`,
      status: this.status,
    };
  }
}
