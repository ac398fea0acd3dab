/** How Slack calls what it hands to an app; Socket Mode names it so. */
type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive';

/** Something for the app, in the shape that its kind has. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly teamId: string;
  /** Of the event or interaction, e.g. `message`, `block_actions`, or the command's name. */
  readonly type: string;
  readonly channel: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Which attempt it is, and why there was need for another. */
export interface Attempt {
  /** 0 for the first. */
  readonly number: number;
  readonly reason: string;
}

/** What came of one attempt, or of all. */
export type Outcome =
  | { readonly state: 'acked'; readonly response: unknown }
  | { readonly state: 'failed'; readonly reason: string; readonly noRetry: boolean; readonly status?: number };

/** How a request's signature is made wrong. */
export type SignatureFault = 'badSignature' | 'staleTimestamp' | 'futureTimestamp' | 'noSignature';
