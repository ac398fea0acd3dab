/** Who tells it: the bridge's log, the sandboxes' wires, the receiver of webhooks, the supervisor. */
export type PathSource = 'bridge' | 'genesys' | 'twilio' | 'slack' | 'webhook' | 'supervisor';

export type PathFact = string | number | boolean | null;

/** One thing that really happened to a message, a conversation or the bridge. */
export interface PathEvent {
  /** ISO 8601, as told by whoever saw it. */
  readonly at: string;
  readonly source: PathSource;
  readonly step: string;
  /** The bridge's id; the sandbox's own for events of the source `genesys`. */
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly facts: Readonly<Record<string, PathFact>>;
}

export function pathEvent(
  source: PathSource,
  step: string,
  { conversationId = null, messageId = null, ...facts }: Readonly<Record<string, PathFact>> = {},
): PathEvent {
  return {
    at: new Date().toISOString(),
    source,
    step,
    conversationId: text(conversationId),
    messageId: text(messageId),
    facts,
  };
}

function text(value: PathFact | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
