import type { Delivery, Direction, FinalDeliveryState } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import type { Mutable } from '../domain/mutable.ts';
import { becomeActivated, heardByAgent } from './activation.ts';
import { type Draft, hold, setConversation, setLane, setLink } from './draft.ts';
import { isNotice, notePreface } from './notice.ts';
import { DELIVER_LANDS_WITHIN_MS } from './policy.ts';
import { tellWhoeverWaits } from './tell-whoever-waits.ts';

const RECENT_OWN = 8;

/** Until when a write that begins now may still land. */
function landsUntil(draft: Draft, direction: Direction): number {
  const { contactCenter, adapter } = draft.policy;
  return (
    draft.now +
    (direction === 'toAgent'
      ? contactCenter.sendTimeoutMs + contactCenter.landsWithinMs
      : adapter.deliverTimeoutMs + DELIVER_LANDS_WITHIN_MS)
  );
}

/** Makes the oldest pending delivery the outstanding one. Without a look at the store if it was enqueued in this step. */
export function claim(draft: Draft, direction: Direction): void {
  const lane = draft.state.kept[direction];
  const until = landsUntil(draft, direction);
  const open = draft.state.kept.conversation?.id;
  const mine = draft.writes.enqueue
    .filter((one) => one.direction === direction && (direction === 'toCustomer' || one.conversationId === open))
    .sort((a, b) => a.seq - b.seq);
  const head = mine.length >= lane.queued ? mine.find(({ state }) => state === 'pending') : undefined;
  setLane(draft, direction, {
    queued: lane.queued - 1,
    oldestAt: lane.queued === 1 && forNext(draft, direction) === 0 ? null : lane.oldestAt,
    outstanding: {
      state: 'sending',
      attempt: 1,
      createdAt: lane.oldestAt ?? draft.now,
      landsUntil: until,
      retryAt: null,
    },
  });
  if (head === undefined) {
    const conversation = direction === 'toAgent' ? open : undefined;
    draft.writes.claim.push({ direction, landsUntil: until, ...(conversation === undefined ? {} : { conversation }) });
    return;
  }
  const sending = sendingOf(head, { attempts: 1, landsUntil: until, repeated: head.repeated });
  draft.writes.enqueue.splice(draft.writes.enqueue.indexOf(head), 1, sending);
  carryOut(draft, sending, 1);
}

function forNext(draft: Draft, direction: Direction): number {
  return direction === 'toAgent' ? (draft.state.kept.conversation?.queuedForNext ?? 0) : 0;
}

/** What the commit claimed is now known. */
export function onClaimed(draft: Draft, direction: Direction, delivery: Delivery | null): void {
  const lane = draft.state.kept[direction];
  if (lane.outstanding === null || draft.state.held[direction] !== null) return;
  if (delivery === null) {
    setLane(draft, direction, { outstanding: null, queued: 0, notices: 0, oldestAt: null });
    return;
  }
  carryOut(draft, delivery, lane.outstanding.attempt);
}

/** Tries the outstanding delivery again; `repeated` if an earlier attempt may have arrived. */
export function resend(draft: Draft, direction: Direction, repeated: boolean): void {
  const { outstanding } = draft.state.kept[direction];
  const held = draft.state.held[direction];
  if (outstanding === null || held === null) return;
  const attempt = outstanding.attempt + 1;
  const until = landsUntil(draft, direction);
  const again = sendingOf(held, {
    attempts: attempt,
    landsUntil: held.landsUntil,
    repeated: held.repeated || repeated,
  });
  setLane(draft, direction, {
    outstanding: { ...outstanding, state: 'sending', attempt, landsUntil: until, retryAt: null },
  });
  draft.writes.change.push({
    id: held.id,
    state: 'sending',
    attempts: attempt,
    landsUntil: until,
    repeated: again.repeated,
  });
  carryOut(draft, again, attempt);
}

/** Set one by one: to name a field after spreading the object that has it already takes V8 ten times as long. */
function sendingOf(
  delivery: Delivery,
  { attempts, landsUntil, repeated }: Pick<Delivery, 'attempts' | 'landsUntil' | 'repeated'>,
): Delivery {
  const sending: Mutable<Delivery> = { ...delivery };
  sending.state = 'sending';
  sending.attempts = attempts;
  sending.landsUntil = landsUntil;
  sending.repeated = repeated;
  return sending;
}

function carryOut(draft: Draft, delivery: Delivery, attempt: number): void {
  const { direction, conversationId, id: deliveryId } = delivery;
  hold(draft, direction, delivery);
  notePreface(draft, delivery);
  draft.effects.push({ type: direction === 'toAgent' ? 'send' : 'deliver', delivery });
  draft.traces.push({ step: 'delivery.sending', conversationId, deliveryId, direction, attempt });
}

/** The outstanding delivery arrived. */
export function settleSent(draft: Draft, direction: Direction, key: string | null): void {
  const held = draft.state.held[direction];
  if (held === null) return;
  if (direction === 'toAgent') {
    noteOwn(draft, key);
    becomeActivated(draft);
    heardByAgent(draft, held);
  }
  draft.effects.push({ type: 'routeWorks', route: direction });
  const settled = { id: held.id, state: 'sent', settledAt: draft.now, remoteKey: key, reason: null } as const;
  draft.writes.change.push(expectsReceipt(draft, held) ? { ...settled, awaitsReceipt: true } : settled);
  letGo(draft, held);
  traceSettled(draft, held, { state: 'sent', code: null });
}

/** A status that neither has words nor stands on the timeline shows nothing that could be seen. */
function expectsReceipt({ policy }: Draft, { direction, body, timelineNumber }: Delivery): boolean {
  return direction === 'toCustomer' && policy.adapter.receipts && (timelineNumber !== null || body.text !== null);
}

/** What became of the outstanding delivery was told before the write was answered. The row is changed by whoever knows it. */
export function endOutstanding(draft: Draft, delivery: Delivery, settled: Settled): void {
  letGo(draft, delivery);
  traceSettled(draft, delivery, settled);
}

/** The outstanding delivery certainly did not arrive and never will. */
export function settleFailed(draft: Draft, direction: Direction, failure: Failure): void {
  const held = draft.state.held[direction];
  if (held === null) return;
  letGo(draft, held);
  failAll(draft, [held], failure);
}

/** Deliveries that nobody will send any more because they became too old. */
export function expire(draft: Draft, deliveries: readonly Delivery[]): void {
  giveUp(draft, deliveries, {
    state: 'expired',
    failure: {
      code: 'delivery.expired',
      scope: 'message',
      retryable: false,
      human: 'it could not be delivered in time',
    },
  });
}

/** A delivery that an operator wants nobody to send any more; only if it is certain that nobody is sending it. */
export function dropOne(draft: Draft, delivery: Delivery): void {
  const held = draft.state.held[delivery.direction];
  if (held?.id === delivery.id) letGo(draft, held);
  giveUp(draft, [delivery], {
    state: 'dropped',
    failure: { code: 'delivery.dropped', scope: 'message', retryable: false, human: 'an operator has dropped it' },
  });
}

/** Deliveries that can never be sent. */
export function failAll(draft: Draft, deliveries: readonly Delivery[], failure: Failure): void {
  giveUp(draft, deliveries, { state: 'failed', failure });
}

interface GivenUp {
  readonly state: 'failed' | 'expired' | 'dropped';
  readonly failure: Failure;
}

function giveUp(draft: Draft, deliveries: readonly Delivery[], { state, failure: known }: GivenUp): void {
  for (const delivery of deliveries) {
    const failure = withDoubt(delivery, known);
    draft.writes.change.push({ id: delivery.id, state, settledAt: draft.now, reason: failure.human });
    traceSettled(draft, delivery, { state, code: failure.code });
    tellWhoeverWaits(draft, delivery, failure);
  }
}

/** Nobody could be asked about an earlier attempt, so nobody may say that it did not arrive. */
function withDoubt({ repeated, state }: Delivery, failure: Failure): Failure {
  const isDoubtful = repeated || state === 'unknown';
  return isDoubtful ? { ...failure, human: `${failure.human}, but an earlier attempt may have arrived` } : failure;
}

/** The outstanding delivery was certainly not written and will be tried again. */
export function wait(draft: Draft, direction: Direction, { failure, retryAt }: Wait): void {
  const { outstanding } = draft.state.kept[direction];
  const held = draft.state.held[direction];
  if (outstanding === null || held === null) return;
  setLane(draft, direction, { outstanding: { ...outstanding, state: 'waiting', retryAt } });
  draft.writes.change.push({ id: held.id, state: 'waiting', reason: failure.human });
  draft.traces.push({
    step: 'delivery.waiting',
    conversationId: held.conversationId,
    deliveryId: held.id,
    direction,
    attempt: outstanding.attempt,
    code: failure.code,
    retryInMs: retryAt === null ? null : retryAt - draft.now,
  });
}

export interface Wait {
  readonly failure: Failure;
  /** Null: when the route opens. */
  readonly retryAt: number | null;
}

/** The outstanding delivery may have been written. */
export function becomeUnknown(draft: Draft, direction: Direction, { failure, retryAt }: Wait): void {
  const { outstanding } = draft.state.kept[direction];
  const held = draft.state.held[direction];
  if (outstanding === null || held === null) return;
  setLane(draft, direction, { outstanding: { ...outstanding, state: 'unknown', retryAt } });
  draft.writes.change.push({ id: held.id, state: 'unknown', reason: failure.human });
  draft.traces.push({
    step: 'delivery.unknown',
    conversationId: held.conversationId,
    deliveryId: held.id,
    direction,
    attempt: outstanding.attempt,
    code: failure.code,
  });
  if (direction !== 'toAgent') return;
  // What was read so far cannot show it.
  setLink(draft, { caughtUpAsOf: null });
  const closing = draft.state.kept.conversation?.closing ?? null;
  if (closing?.wordsRead) setConversation(draft, { closing: { ...closing, wordsRead: false } });
}

/**
 * Settles the outstanding delivery to the agent by position: the first of our own entries after the last one claimed
 * is it. At most one send is outstanding, so there is nothing else it could be. Returns whether it was settled.
 */
export function claimByPosition(draft: Draft, own: readonly string[]): boolean {
  const { conversation, toAgent } = draft.state.kept;
  if (conversation === null) return false;
  const { recentOwn } = conversation;
  const unclaimed = own.slice(own.findLastIndex((key) => recentOwn.includes(key)) + 1);
  const [first] = unclaimed;
  if (first === undefined) return false;
  const settles = toAgent.outstanding !== null && toAgent.outstanding.state !== 'waiting';
  if (settles) settleSent(draft, 'toAgent', first);
  for (const key of unclaimed) noteOwn(draft, key);
  return settles;
}

/** History was read and does not show the outstanding delivery: it is not there, if it could not land later than that. */
export function settleNotThere(draft: Draft, read: { readonly askedAt: number; readonly over: boolean }): void {
  const { outstanding } = draft.state.kept.toAgent;
  const held = draft.state.held.toAgent;
  if (outstanding === null || outstanding.state !== 'unknown' || held === null) return;
  if (!read.over && read.askedAt < outstanding.landsUntil) return;
  setLane(draft, 'toAgent', { outstanding: { ...outstanding, state: 'waiting', retryAt: null } });
  draft.writes.change.push({ id: held.id, state: 'waiting' });
}

/** Remembers one of our own entries as claimed. */
export function noteOwn(draft: Draft, key: string | null): void {
  const { conversation } = draft.state.kept;
  if (conversation === null || key === null || conversation.recentOwn.includes(key)) return;
  setConversation(draft, { recentOwn: conversation.recentOwn.slice(1 - RECENT_OWN).concat(key) });
}

function letGo(draft: Draft, delivery: Delivery): void {
  const { notices } = draft.state.kept[delivery.direction];
  setLane(draft, delivery.direction, { outstanding: null, notices: notices - (isNotice(delivery) ? 1 : 0) });
  hold(draft, delivery.direction, null);
}

interface Settled {
  readonly state: Exclude<FinalDeliveryState, 'delivered'>;
  readonly code: string | null;
}

function traceSettled(draft: Draft, delivery: Delivery, { state, code }: Settled): void {
  draft.traces.push({
    step: 'delivery.settled',
    conversationId: delivery.conversationId,
    deliveryId: delivery.id,
    direction: delivery.direction,
    attempt: delivery.attempts,
    state,
    code,
    tookMs: draft.now - delivery.createdAt,
    repeated: delivery.repeated,
  });
}
