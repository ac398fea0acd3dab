/** What comes with an error's name. */
export interface SlackErrorFacts {
  /** 200 unless given: the Web API says `ok: false` in a good answer. */
  readonly status?: number | undefined;
  readonly retryAfterS?: number | undefined;
  /** Further members of the answer, e.g. `needed` and `provided`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The Web API's `{ok: false, error}`. */
export class SlackError extends Error {
  readonly error: string;
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(error: string, facts: SlackErrorFacts = {}) {
    super(error);
    this.error = error;
    this.status = facts.status ?? 200;
    this.retryAfterS = facts.retryAfterS;
    this.extra = facts.extra ?? {};
  }
}

/** 429 with the whole seconds to wait. */
export function rateLimited(waitMs: number): SlackError {
  return new SlackError('ratelimited', { status: 429, retryAfterS: Math.max(1, Math.ceil(waitMs / 1_000)) });
}
