import type { AdapterState } from '../contracts/abilities.ts';
import type { Routing, Session } from '../contracts/contact-center.ts';
import type { CustomerProfile } from '../domain/customer.ts';
import type { Delivery, Direction } from '../domain/delivery.ts';
import type { Address, ConversationId, MessageId } from '../domain/ids.ts';

/**
 * What the bridge knows of one customer while it owns it. `kept` is committed and of constant size; the rest is true
 * only of this process and is rebuilt after a restart.
 */
export interface CustomerState {
  readonly kept: Kept;
  readonly link: Link;
  /** The outstanding delivery of each direction, whole. */
  readonly held: Readonly<Record<Direction, Delivery | null>>;
  /** Whose turn it is to send to this customer, where addresses share a rate. */
  readonly turn: 'none' | 'asked' | 'mine';
}

export interface Kept {
  readonly profile: CustomerProfile;
  /** Where the adapter wants this customer's conversations to go, as far as it says; null: where the channel's config says. */
  readonly routing: Partial<Routing> | null;
  /** The real address, once a provisional one was replaced. */
  readonly address: Address | null;
  readonly conversation: OpenConversation | null;
  readonly previousConversationId: ConversationId | null;
  /** What the adapter wants to know again of the conversation before. */
  readonly previousAdapterState: AdapterState | null;
  readonly toAgent: Lane;
  readonly toCustomer: Lane;
  /** The last timeline number given. */
  readonly timelineNumber: number;
  /** The agent side's time of the newest message taken in, by which later ones are found late. */
  readonly newestAgentAt: number;
  /** Sessions opened in a row in which nothing was ever accepted. */
  readonly futileSessions: number;
  /** Conversations in a row that were begun by themselves, because the one before left the customer without an answer. */
  readonly continued: number;
  /** When a conversation ended whose last words the next one should begin with; null: none. */
  readonly resumableSince: number | null;
  /** The first delivery in it that nobody has answered, as in the conversation. */
  readonly resumableFrom: number | null;
  /** The customer was told that nobody can be reached, and nobody was reached since. */
  readonly outageTold: boolean;
  /** Everything is to be removed once nothing is open or owed any more. */
  readonly forgetting: boolean;
}

export interface OpenConversation {
  readonly id: ConversationId;
  readonly previousId: ConversationId | null;
  readonly transport: string;
  readonly openedAt: number;
  /** Null until the contact centre has prepared one. */
  readonly session: Session | null;
  readonly remoteId: string | null;
  /** Proved by the contact centre's own word or by an accepted send; never taken back. */
  readonly activated: boolean;
  /** Everything of the remote history up to here was taken in. */
  readonly cursor: string | null;
  /** Our newest entries in the remote history that deliveries have claimed, the newest last. */
  readonly recentOwn: readonly string[];
  /** Agents that were announced and have not left. */
  readonly agents: readonly { readonly key: string; readonly name: string | null }[];
  readonly adapterState: AdapterState | null;
  readonly closing: Closing | null;
  /** Messages taken in while this one is closing belong to this next one. */
  readonly nextId: ConversationId | null;
  readonly queuedForNext: number;
  /** When to leave the session because it will soon take nothing more; null: not known. */
  readonly leaveAt: number | null;
  /** Since when it could not be attached to, as far as earlier processes knew; null: nothing was in the way. */
  readonly aloneSince: number | null;
  /** What an agent has to be told before anything else. */
  readonly preface: Preface | null;
  /** An agent was there at some time. */
  readonly metAgent: boolean;
  /** The first delivery, by its number, that arrived and that no agent has answered since; null: there is none. */
  readonly unansweredFrom: number | null;
  /** Since when the customer's silence counts: the last message that was taken, or when the agent came; null: it does not. */
  readonly silentSince: number | null;
  readonly silenceTold: boolean;
  /** Since when no agent has been there; null: one is, or nobody can be expected yet. */
  readonly agentlessSince: number | null;
  readonly noAgentTold: boolean;
  readonly waitingTold: boolean;
}

/**
 * What was said in the conversation before, for the agent who takes up this one: what is `unanswered`, or the end of it
 * (`recent`). `due` until it was read from the store.
 */
export interface Preface {
  readonly kind: 'unanswered' | 'recent';
  /** The first unanswered delivery among what it tells; null: all was answered. */
  readonly from: number | null;
  readonly written: {
    readonly messageId: MessageId;
    readonly parts: number;
    /** How many of the parts nobody has begun to send. */
    readonly left: number;
  } | null;
}

/**
 * Why a conversation is over. `ended`: the other side has ended it; `left`: we were asked to leave; `silence`: the
 * customer said nothing for too long; `noAgent`: none came; `interrupted`: the session was lost by no wish of anybody's;
 * `refused`: it can never be opened; `unused`: whatever was to be said in it became too old or was dropped.
 */
export type EndCause = 'ended' | 'left' | 'silence' | 'noAgent' | 'interrupted' | 'refused' | 'unused';

export interface Closing {
  readonly reason: string;
  readonly cause: EndCause;
  /** We still have to leave. */
  readonly leave: boolean;
  /** The history was read to its end after the last thing that could be said. */
  readonly wordsRead: boolean;
}

/** What is owed to one side, in order. The rows are in the store; this says how many and what is under way. */
export interface Lane {
  /** Pending deliveries that may be sent in the present conversation. */
  readonly queued: number;
  /** Notices among the pending and the outstanding ones; they never open a conversation. Only to the agent. */
  readonly notices: number;
  /** No pending delivery is older; null if there is none. */
  readonly oldestAt: number | null;
  readonly nextSeq: number;
  /** What is put before everything else gets this number and those below. */
  readonly frontSeq: number;
  readonly outstanding: Outstanding | null;
}

interface Outstanding {
  readonly state: 'sending' | 'unknown' | 'waiting';
  /** Counted from 1. */
  readonly attempt: number;
  readonly createdAt: number;
  /** `sending`, `unknown`: until when the write may still land. */
  readonly landsUntil: number;
  /** When to act again; null: when the route opens, or when history was read. */
  readonly retryAt: number | null;
}

/** The connection to the contact centre, as far as this process is concerned. */
export interface Link {
  readonly state: 'idle' | 'opening' | 'resuming' | 'attached' | 'over';
  readonly attempt: number;
  /** `idle`: not to be tried before. */
  readonly notBefore: number;
  readonly attachedAt: number;
  /** Nothing is missing up to the frames that arrive now. */
  readonly caughtUp: boolean;
  /** When the catch-up that is under way began; null: none is. */
  readonly catchingUpSince: number | null;
  /** Numbers the catch-ups, so that the answer to an earlier one is not taken for the present one's. */
  readonly catchUpId: number;
  /** When the last complete catch-up began. */
  readonly caughtUpAsOf: number | null;
  readonly catchUpAttempt: number;
  readonly catchUpNotBefore: number;
  /** The session was opened by this process and never attached before: nothing can have been missed. */
  readonly fresh: boolean;
  readonly leaving: boolean;
  /** The adapter is being asked after an unknown delivery. */
  readonly findingSent: boolean;
  /** How often in a row a send was answered with "not active". */
  readonly notActive: number;
  /** Since when nobody has been attached to a session that somebody was attached to; null: somebody is, or nobody ever was. */
  readonly awaySince: number | null;
  /** When this process took the customer up; 0: it was there from the beginning. */
  readonly takenUpAt: number;
  /** The store is being asked for what was said before. */
  readonly readingPreface: boolean;
  /** When the contact centre last got a sign of life in the customer's place. */
  readonly keptAliveAt: number;
}

export const idleLink: Link = {
  state: 'idle',
  attempt: 0,
  notBefore: 0,
  attachedAt: 0,
  caughtUp: false,
  catchingUpSince: null,
  catchUpId: 0,
  caughtUpAsOf: null,
  catchUpAttempt: 0,
  catchUpNotBefore: 0,
  fresh: false,
  leaving: false,
  findingSent: false,
  notActive: 0,
  awaySince: null,
  takenUpAt: 0,
  readingPreface: false,
  keptAliveAt: 0,
};

const emptyLane: Lane = { queued: 0, notices: 0, oldestAt: null, nextSeq: 1, frontSeq: 0, outstanding: null };

/** A customer of whom nothing is known yet. */
export const newCustomerState: CustomerState = {
  kept: {
    profile: {},
    routing: null,
    address: null,
    conversation: null,
    previousConversationId: null,
    previousAdapterState: null,
    toAgent: emptyLane,
    toCustomer: emptyLane,
    timelineNumber: 0,
    newestAgentAt: 0,
    futileSessions: 0,
    continued: 0,
    resumableSince: null,
    resumableFrom: null,
    outageTold: false,
    forgetting: false,
  },
  link: idleLink,
  held: { toAgent: null, toCustomer: null },
  turn: 'none',
};

/** A conversation of which nothing has happened yet. */
export const freshConversation: Omit<OpenConversation, 'id' | 'previousId' | 'transport' | 'openedAt'> = {
  session: null,
  remoteId: null,
  activated: false,
  cursor: null,
  recentOwn: [],
  agents: [],
  adapterState: null,
  closing: null,
  nextId: null,
  queuedForNext: 0,
  leaveAt: null,
  aloneSince: null,
  preface: null,
  metAgent: false,
  unansweredFrom: null,
  silentSince: null,
  silenceTold: false,
  agentlessSince: null,
  noAgentTold: false,
  waitingTold: false,
};

/**
 * What is known of a customer after a restart: what was kept, and nothing under way. What an earlier version did not
 * keep is as at the beginning.
 */
export function restoredState(kept: Kept): CustomerState {
  const { conversation, toAgent, toCustomer } = kept;
  return {
    kept: {
      ...newCustomerState.kept,
      ...kept,
      conversation: conversation === null ? null : { ...freshConversation, ...conversation },
      toAgent: { ...emptyLane, ...toAgent },
      toCustomer: { ...emptyLane, ...toCustomer },
    },
    link: idleLink,
    held: { toAgent: null, toCustomer: null },
    turn: 'none',
  };
}

/** Whether anything is left to do or to watch for. */
export function isActive(kept: Kept): boolean {
  const owed = (lane: Lane) => lane.queued > 0 || lane.outstanding !== null;
  return kept.conversation !== null || owed(kept.toAgent) || owed(kept.toCustomer);
}
