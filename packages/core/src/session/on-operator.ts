import type { Delivery } from '../domain/delivery.ts';
import type { Draft } from './draft.ts';
import { dropOne } from './lane.ts';
import { isPreface } from './notice.ts';
import { drop } from './on-engine.ts';
import { GIVEN_UP, isSpokenByPeople, sendAgain } from './send-again.ts';

export function onRetryRequested(draft: Draft, delivery: Delivery): void {
  if (isSpokenByPeople(delivery.body) && GIVEN_UP.has(delivery.state)) sendAgain(draft, delivery);
}

/** Gives up what nobody has begun to send, or what was certainly not taken. Whoever waits for it is told. */
export function onDropRequested(draft: Draft, delivery: Delivery): void {
  const { direction } = delivery;
  if (isPreface(delivery)) return;
  const { outstanding } = draft.state.kept[direction];
  if (draft.state.held[direction]?.id === delivery.id) {
    const settled =
      outstanding?.state === 'waiting' || (direction === 'toCustomer' && outstanding?.state === 'unknown');
    if (settled) dropOne(draft, delivery);
  } else if (delivery.state === 'pending') {
    drop(draft, direction, [delivery]);
    dropOne(draft, delivery);
  }
}
