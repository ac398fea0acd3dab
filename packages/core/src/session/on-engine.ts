import type { Delivery, Direction } from '../domain/delivery.ts';
import { type Draft, hold, setConversation, setLane, setLink } from './draft.ts';
import type { SessionEvent } from './event.ts';
import { becomeUnknown, expire } from './lane.ts';
import { oldestAfterExpiry } from './next-due.ts';
import { isNotice, isPreface, notePreface } from './notice.ts';

type Restarted = Extract<SessionEvent, { type: 'restarted' }>;

const DIRECTIONS = ['toAgent', 'toCustomer'] as const;

/** Takes up what the last owner left: what was being sent then may or may not have arrived. */
export function onRestarted(draft: Draft, { outstanding, aliveAt }: Restarted): void {
  const { session = null, aloneSince = null } = draft.state.kept.conversation ?? {};
  setLink(draft, {
    takenUpAt: draft.now,
    awaySince: session === null ? null : Math.min(aloneSince ?? aliveAt, aliveAt),
  });
  const { awaySince } = draft.state.link;
  const { graceMs } = draft.policy.contactCenter;
  // The next process would not know of it if this one dies before it has attached.
  if (awaySince !== null && aloneSince === null && graceMs !== null && draft.now - awaySince > graceMs / 4)
    setConversation(draft, { aloneSince: awaySince });
  for (const direction of DIRECTIONS) {
    const lane = draft.state.kept[direction];
    const delivery = outstanding.find((candidate) => candidate.direction === direction) ?? null;
    hold(draft, direction, delivery);
    if (delivery !== null) notePreface(draft, delivery);
    if (lane.outstanding === null) continue;
    if (delivery === null) setLane(draft, direction, { outstanding: null });
    else if (lane.outstanding.state === 'sending')
      becomeUnknown(draft, direction, {
        failure: {
          code: 'bridge.restarted',
          scope: 'message',
          retryable: true,
          human: 'the bridge was restarted while it was being sent',
        },
        retryAt: null,
      });
  }
}

/** Gives up what has reached its maximum age: the whole older run of a direction, or nothing of it. */
export function onOverdue(draft: Draft, overdue: readonly Delivery[]): void {
  for (const direction of DIRECTIONS) {
    const maxAgeMs = draft.policy.maxAgeMs[direction];
    if (maxAgeMs === null) continue;
    const pending = overdue.filter((delivery) => delivery.direction === direction && !isPreface(delivery));
    const head = expirableHead(draft, direction, maxAgeMs);
    if (head === 'inTheWay' || (head === null && pending.length === 0)) {
      if (head === null && isDue(draft, direction, maxAgeMs)) postpone(draft, direction);
      continue;
    }
    drop(draft, direction, head === null ? pending : [head, ...pending]);
    if (head !== null) {
      setLane(draft, direction, { outstanding: null });
      hold(draft, direction, null);
    }
    expire(draft, head === null ? pending : [head, ...pending]);
  }
}

function expirableHead(draft: Draft, direction: Direction, maxAgeMs: number): Delivery | 'inTheWay' | null {
  const { outstanding } = draft.state.kept[direction];
  const held = draft.state.held[direction];
  // What an agent has to know first is never too old: it was taken in once already.
  if (outstanding === null || (held !== null && isPreface(held))) return null;
  const settleable = outstanding.state === 'waiting' || (outstanding.state === 'unknown' && direction === 'toCustomer');
  return held !== null && settleable && held.createdAt <= draft.now - maxAgeMs
    ? { ...held, state: outstanding.state }
    : 'inTheWay';
}

function isDue(draft: Draft, direction: Direction, maxAgeMs: number): boolean {
  const { oldestAt } = draft.state.kept[direction];
  return oldestAt !== null && oldestAt + maxAgeMs <= draft.now;
}

function postpone(draft: Draft, direction: Direction): void {
  const { queued } = draft.state.kept[direction];
  const left = draft.state.kept.conversation?.preface?.written?.left ?? 0;
  const never = direction === 'toAgent' && queued === left && (draft.state.kept.conversation?.queuedForNext ?? 0) === 0;
  setLane(draft, direction, { oldestAt: never ? draft.now : oldestAfterExpiry(draft.policy, direction, draft.now) });
}

/** Takes deliveries that have come to an end out of a lane's counts. The outstanding one is not among the queued. */
export function drop(draft: Draft, direction: Direction, ended: readonly Delivery[]): void {
  const { nextId } = draft.state.kept.conversation ?? { nextId: null };
  const pending = ended.filter(({ id }) => id !== draft.state.held[direction]?.id);
  for (const delivery of pending) notePreface(draft, delivery);
  const forNext = pending.filter((one) => direction === 'toAgent' && one.conversationId === nextId).length;
  const { queuedForNext } = draft.state.kept.conversation ?? { queuedForNext: 0 };
  setConversation(draft, { queuedForNext: queuedForNext - forNext });
  const lane = draft.state.kept[direction];
  const queued = lane.queued - (pending.length - forNext);
  const left = queued + (direction === 'toAgent' ? queuedForNext - forNext : 0);
  setLane(draft, direction, {
    queued,
    notices: lane.notices - ended.filter(isNotice).length,
    oldestAt: left === 0 ? null : oldestAfterExpiry(draft.policy, direction, draft.now),
  });
}
