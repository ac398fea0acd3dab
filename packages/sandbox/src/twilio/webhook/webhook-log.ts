/** One attempt to call a webhook. */
export interface WebhookAttempt {
  /** ISO 8601: when it began. */
  readonly at: string;
  readonly purpose: 'inbound' | 'fallback' | 'status';
  readonly messageSid: string;
  /** 1 is the first. */
  readonly attempt: number;
  readonly method: string;
  /** As called: without its fragment. */
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The answer's status, or why there was none: connectFailed, silent, broken, tooLarge. */
  readonly outcome: number | string;
}

const mostKept = 1_000;

/** The latest attempts, oldest first. */
export class WebhookLog {
  #attempts: WebhookAttempt[] = [];

  add(attempt: WebhookAttempt): void {
    this.#attempts.push(attempt);
    if (this.#attempts.length > mostKept) this.#attempts.shift();
  }

  list(): readonly WebhookAttempt[] {
    return [...this.#attempts];
  }

  clear(): void {
    this.#attempts = [];
  }
}
