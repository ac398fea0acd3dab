import type { CustomerProfile } from '../domain/customer.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/json.ts';

/**
 * The agent side as a port: guest chat today, other transports of Genesys behind the same calls.
 * `open` → (commit) → `resume` → `send`, `typing`, `catchUp` → `end`; whatever the agent does arrives through the sink.
 * One instance serves every conversation of its transport. Nothing starts in its constructor.
 */
export interface ContactCenter {
  /** Stored with each session; a session is finished by the transport that opened it. */
  readonly transport: string;
  readonly limits: ContactCenterLimits;

  /** Called once, before anything else. */
  start(sink: ContactCenterSink): Promise<void>;

  /**
   * Prepares a session. May be repeated blindly after a crash: what nobody resumes must never reach an agent.
   * Need not create anything on the other side yet.
   */
  open(request: OpenRequest, signal: AbortSignal): Promise<OpenOutcome>;

  /**
   * Attaches to a committed session, the first time and after every restart, and stays attached until `release`,
   * `end` or the sink's `lost`. Resolves once events can flow. Frames that arrive from then on go to the sink.
   */
  resume(session: Session, signal: AbortSignal): Promise<ResumeOutcome>;

  /** Writes one text. The engine has at most one outstanding for each session. Must not retry. */
  send(session: Session, text: OutboundText, signal: AbortSignal): Promise<Outcome>;

  /** Best effort, self-throttled, never rejects. */
  typing(session: Session): Promise<void>;

  /** Tells the other side what became of an agent's message; does nothing where it cannot be told. */
  reportDelivery(session: Session, agentMessageKey: string, report: 'delivered' | Failure): Promise<void>;

  /**
   * Everything after the cursor, oldest first, in pages; the cursor of the last page is the new one.
   * `null` reads from the beginning.
   */
  catchUp(session: Session, cursor: string | null, signal: AbortSignal): Promise<CatchUpOutcome>;

  /** Leaves the conversation. Ending what has ended already is a success. */
  end(session: Session, signal: AbortSignal): Promise<EndOutcome>;

  /** Detaches without leaving: the grace period belongs to whoever resumes next. */
  release(sessionId: string): void;

  /** Detaches from everything without leaving. Resolves when nothing runs any more. */
  stop(): Promise<void>;

  /** What `open` would write, for people who want to see it; no credentials, nothing is asked. */
  preview?(request: OpenRequest): JsonValue;
}

export interface ContactCenterLimits {
  readonly text: { readonly limit: number; readonly unit: 'characters' | 'bytes' };
  /** How long a write may still land after its request was given up. Added to the send's deadline. */
  readonly landsWithinMs: number;
  readonly sendTimeoutMs: number;
  /** Whether `catchUp` shows our own sends, so that an unknown one can be settled by position. */
  readonly showsOwnSends: boolean;
  /** After attaching without proof of activation: how long to wait before the own member is read and a send is tried. */
  readonly activationProbeMs: number;
  /** How long `not active` is answered with another try, counted from attaching. */
  readonly activationWindowMs: number;
  /** How long a session lives while nobody is attached to it; null: nobody needs to be. */
  readonly graceMs: number | null;
  /** After how long without a word of the customer a session with an agent in it is ended; null: never. */
  readonly silenceEndsMs: number | null;
}

/** What the store keeps of the other side. Serialisable; holds credentials, so it never enters a log. */
export interface Session {
  readonly transport: string;
  /** Names the session to the sink; unique within the transport. */
  readonly id: string;
  readonly data: JsonValue;
}

export interface OpenRequest {
  readonly conversationId: ConversationId;
  readonly customer: { readonly displayName: string } & CustomerProfile;
  readonly routing: Routing;
}

export interface Routing {
  /** Queue name or id. */
  readonly queue: string;
  readonly skills?: readonly string[];
  readonly language?: string;
  readonly priority?: number;
}

export type OpenOutcome =
  | {
      readonly outcome: 'opened';
      readonly session: Session;
      /** The contact centre's id of the conversation; null if it comes late or never. */
      readonly remoteId: string | null;
      /** When the session takes nothing more, whatever happens in it; epoch milliseconds. Absent: not known, or never. */
      readonly expiresAt?: number;
    }
  | { readonly outcome: 'rejected'; readonly failure: Failure };

export type ResumeOutcome =
  | {
      readonly outcome: 'attached';
      /** Whether the contact centre has shown that it takes messages in this session. */
      readonly activated: boolean;
    }
  /** The session is over; its history may still be read. */
  | { readonly outcome: 'over'; readonly reason: string }
  | { readonly outcome: 'rejected'; readonly failure: Failure };

export interface OutboundText {
  /** `notice` is the bridge speaking, not the customer. */
  readonly kind: 'standard' | 'notice';
  readonly text: string;
}

/** One entry of the other side's history. */
export type HistoryEntry =
  | { readonly kind: 'own'; readonly key: string; readonly at: number }
  | ({ readonly kind: 'agent' } & AgentMessage)
  /** As the event of that name. */
  | { readonly kind: 'mediaDeclined'; readonly key: string; readonly at: number };

export type CatchUpOutcome =
  | {
      readonly outcome: 'page';
      readonly entries: readonly HistoryEntry[];
      /** Everything up to here has been told. */
      readonly cursor: string | null;
      readonly more: boolean;
      /** Set on the last page of a session that is over. */
      readonly over: string | null;
    }
  | { readonly outcome: 'rejected'; readonly failure: Failure };

export type EndOutcome =
  | { readonly outcome: 'ended' | 'unsupported' }
  | { readonly outcome: 'rejected'; readonly failure: Failure };

export interface AgentMessage {
  /** Identity for dedupe, unique within the session. */
  readonly key: string;
  /** By the other side's clock, epoch milliseconds. */
  readonly at: number;
  readonly author: { readonly kind: 'agent' | 'bot'; readonly name: string | null; readonly imageUrl?: string };
  readonly text: string;
}

/** What happens on the agent side. Comes at least once and in any order. */
export type AgentEvent =
  | ({ readonly type: 'message' } & AgentMessage)
  /** Our own message came back. */
  | { readonly type: 'own'; readonly key: string; readonly at: number }
  | { readonly type: 'activated' }
  | { readonly type: 'typing'; readonly name: string | null }
  | {
      readonly type: 'joined' | 'left' | 'transferred';
      readonly key: string;
      readonly at: number;
      readonly name: string | null;
    }
  /** An agent asked for something that no channel has (sharing a screen); the transport has declined it. */
  | { readonly type: 'mediaDeclined'; readonly key: string; readonly at: number }
  | { readonly type: 'ended'; readonly reason: string }
  /** Events no longer flow; the session itself may still live. */
  | { readonly type: 'lost'; readonly reason: string };

export interface ContactCenterSink {
  /** Resolves once the event is durable or known to need no durability. Unknown sessions are ignored. */
  receive(sessionId: string, event: AgentEvent): Promise<void>;
}
