/**
 * How far an error reaches: it fails one message, ends one conversation, or stops a route
 * (a queue, a deployment, a webhook receiver), which pauses and fails nothing.
 */
export type FailureScope = 'message' | 'conversation' | 'route';

/** What can be paused as a whole, for each channel: opening conversations, and sending each way. */
export type Route = 'opening' | 'toAgent' | 'toCustomer';

/** An error that the engine understands. Expected outcomes are values, not exceptions. */
export interface Failure {
  /** Stable, dotted, the vendor's own code where there is one, e.g. `chat.error.conversation.state`. */
  readonly code: string;
  readonly scope: FailureScope;
  /** Whether trying the same again later may succeed. */
  readonly retryable: boolean;
  /** The other side's wish, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What to tell the human who is waiting. Holds no secret and no message body. */
  readonly human: string;
}

/**
 * What became of one write to the outside.
 * `rejected` means certainly not done: failure before the write, a 4xx, 429, or 503 with the other side's own error body.
 * Everything else that is not a success (time-out, reset, 500, 502, 504, 408) is `unknown`.
 */
export type Outcome =
  | {
      readonly outcome: 'accepted';
      /** The other side's id of what was written, if it gave one. */
      readonly key: string | null;
    }
  | { readonly outcome: 'rejected'; readonly failure: Failure }
  | { readonly outcome: 'unknown'; readonly failure: Failure };
