import type { Conversation } from '../domain/conversation.ts';
import type { Delivery, DeliveryBody, Direction } from '../domain/delivery.ts';
import type { Failure, Route } from '../domain/failure.ts';
import {
  type ConversationId,
  type CustomerId,
  type DeliveryId,
  deliveryId,
  type MessageId,
  messageId,
} from '../domain/ids.ts';
import type { TimelineBody, TimelineEntry } from '../domain/timeline.ts';
import { changedConversation, changedKept, changedLane, changedLink, changedState } from './changed.ts';
import type { Effect, SessionTrace, Step, Writes } from './effect.ts';
import type { Stimulus } from './event.ts';
import { type Policy, retryDelayMs } from './policy.ts';
import type { CustomerState, Kept, Lane, Link, OpenConversation } from './state.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/**
 * A step while it is being made: the state so far and what it will write and do. Lives only inside one call of
 * `transition`; the state it began with is never changed.
 */
export interface Draft {
  readonly customer: CustomerId;
  readonly policy: Policy;
  readonly now: number;
  readonly jitter: number;
  readonly freshId: string;
  state: CustomerState;
  readonly writes: Mutable<Writes>;
  readonly effects: Effect[];
  readonly traces: SessionTrace[];
  /** Makes the ids of one step unique. */
  minted: number;
  /** Which routes may not be used in this step. */
  readonly paused: Record<Route, boolean>;
}

export interface StepInput {
  readonly customer: CustomerId;
  readonly state: CustomerState;
  readonly stimulus: Stimulus;
  readonly policy: Policy;
}

export function beginDraft({ customer, state, stimulus, policy }: StepInput): Draft {
  return {
    customer,
    policy,
    now: stimulus.now,
    jitter: stimulus.jitter,
    freshId: stimulus.freshId,
    state,
    writes: {
      seen: [],
      conversations: [],
      messages: [],
      enqueue: [],
      change: [],
      claim: [],
      timeline: [],
      aliases: [],
    },
    effects: [],
    traces: [],
    minted: 0,
    paused: { ...policy.paused },
  };
}

export function finishDraft(draft: Draft): Step<CustomerState> {
  return { state: draft.state, writes: draft.writes, effects: draft.effects, traces: draft.traces };
}

export function keep(draft: Draft, changes: Partial<Kept>): void {
  draft.state = changedState(draft.state, { kept: changedKept(draft.state.kept, changes) });
}

export function setLink(draft: Draft, changes: Partial<Link>): void {
  draft.state = changedState(draft.state, { link: changedLink(draft.state.link, changes) });
}

export function setLane(draft: Draft, direction: Direction, changes: Partial<Lane>): void {
  const lane = changedLane(draft.state.kept[direction], changes);
  keep(draft, direction === 'toAgent' ? { toAgent: lane } : { toCustomer: lane });
}

export function hold(draft: Draft, direction: Direction, delivery: Delivery | null): void {
  const { toAgent, toCustomer } = draft.state.held;
  const held = direction === 'toAgent' ? { toAgent: delivery, toCustomer } : { toAgent, toCustomer: delivery };
  draft.state = changedState(draft.state, { held });
}

export function setConversation(draft: Draft, changes: Partial<OpenConversation>): void {
  const conversation = draft.state.kept.conversation;
  if (conversation !== null) keep(draft, { conversation: changedConversation(conversation, changes) });
}

/** Writes the conversation's row as operators see it. */
export function writeConversation(draft: Draft, row: Omit<Conversation, 'customerId' | 'channel'>): void {
  const earlier = draft.writes.conversations.findIndex(({ id }) => id === row.id);
  const whole = { ...row, customerId: draft.customer, channel: draft.policy.channel };
  if (earlier === -1) draft.writes.conversations.push(whole);
  else draft.writes.conversations[earlier] = whole;
}

/** When to try again after an attempt that failed. */
export function retryAt(draft: Draft, schedule: readonly number[], after: Attempt): number {
  const { retryAfterMs } = after.failure ?? {};
  return draft.now + retryDelayMs(schedule, after.attempt, { retryAfterMs, jitter: draft.jitter });
}

interface Attempt {
  /** Counted from 1. */
  readonly attempt: number;
  readonly failure?: Failure;
}

/** Puts something on the customer's timeline and returns its number. */
export function tell(draft: Draft, conversation: ConversationId, body: TimelineBody): number {
  const number = draft.state.kept.timelineNumber + 1;
  keep(draft, { timelineNumber: number });
  const open = draft.state.kept.conversation;
  const entry: TimelineEntry = {
    number,
    conversationId: conversation,
    previousConversationId: open?.id === conversation ? open.previousId : (open?.id ?? null),
    at: draft.now,
    body,
  };
  draft.writes.timeline.push(entry);
  return number;
}

export function mintMessageId(draft: Draft): MessageId {
  draft.minted += 1;
  return messageId(draft.minted === 1 ? `m_${draft.freshId}` : `m_${draft.freshId}_${draft.minted}`);
}

export interface Owed {
  readonly direction: Direction;
  readonly conversation: ConversationId;
  readonly body: DeliveryBody;
  readonly timelineNumber: number | null;
  /** The delivery that is tried again. */
  readonly retryOf?: DeliveryId;
}

/** The id of the delivery of one part of a message. */
export function partId(message: MessageId, part: number): DeliveryId {
  return deliveryId(`${message}_${part}`);
}

/** Owes an agent some parts before everything that is owed already. They do not open a conversation. */
export function enqueueInFront(draft: Draft, parts: readonly Omit<Owed, 'direction'>[]): void {
  const { toAgent } = draft.state.kept;
  const first = toAgent.frontSeq - parts.length + 1;
  for (const [index, owed] of parts.entries()) addRow(draft, { ...owed, direction: 'toAgent' }, first + index);
  setLane(draft, 'toAgent', {
    frontSeq: toAgent.frontSeq - parts.length,
    queued: toAgent.queued + parts.length,
    notices: toAgent.notices + parts.length,
    oldestAt: toAgent.oldestAt ?? draft.now,
  });
}

/** Owes one delivery, as the last of its lane. */
export function enqueue(draft: Draft, owed: Owed): void {
  const { direction, conversation, body } = owed;
  const lane = draft.state.kept[direction];
  addRow(draft, owed, lane.nextSeq);
  const open = draft.state.kept.conversation;
  if (direction === 'toAgent' && open?.closing != null && conversation !== open.id) {
    setConversation(draft, { queuedForNext: open.queuedForNext + 1 });
    setLane(draft, direction, { nextSeq: lane.nextSeq + 1, oldestAt: lane.oldestAt ?? draft.now });
    return;
  }
  setLane(draft, direction, {
    nextSeq: lane.nextSeq + 1,
    queued: lane.queued + 1,
    notices: lane.notices + (direction === 'toAgent' && body.kind !== 'message' ? 1 : 0),
    oldestAt: lane.oldestAt ?? draft.now,
  });
}

function addRow(draft: Draft, { direction, conversation, body, timelineNumber, retryOf }: Owed, seq: number): void {
  draft.minted += 1;
  draft.writes.enqueue.push({
    id:
      body.kind === 'message' && retryOf === undefined
        ? partId(body.messageId, body.part)
        : deliveryId(`d_${draft.freshId}_${draft.minted}`),
    customerId: draft.customer,
    conversationId: conversation,
    direction,
    seq,
    body,
    state: 'pending',
    attempts: 0,
    landsUntil: null,
    createdAt: draft.now,
    settledAt: null,
    awaitsReceipt: false,
    remoteKey: null,
    repeated: false,
    retryOf: retryOf ?? null,
    reason: null,
    timelineNumber,
  });
}
