import type { DeliverOutcome } from '@trunkline/core';
import { encodeAddress, type ProvisionalPlace } from '../address.ts';
import { deliverInThread } from './deliver-in-thread.ts';
import { NotWrittenError, outcomeOf } from './failures.ts';
import { findRoot, openRoot, type Root } from './root.ts';
import { writeState } from './state.ts';
import type { Write } from './write.ts';

/**
 * Makes the thread and carries out the delivery in it. A status is one post, which is both; anything else is two, and
 * what becomes of the second is told together with the thread. Never throws.
 */
export async function deliverProvisional(write: Write, place: ProvisionalPlace): Promise<DeliverOutcome> {
  try {
    const known = isFirst(write) ? null : await earlierRoot(write, place);
    return await inThreadOf(write, { team: place.team, root: known ?? (await openRoot(write, place)) });
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Nothing of this conversation can have been posted before. */
function isFirst({ outbound: { delivery } }: Write): boolean {
  return delivery.attempts <= 1 && delivery.seq <= 1 && !delivery.repeated;
}

async function earlierRoot(write: Write, place: ProvisionalPlace): Promise<Root | null> {
  try {
    return await findRoot(write, place);
  } catch (error) {
    throw new NotWrittenError(error);
  }
}

async function inThreadOf(
  write: Write,
  { team, root }: { readonly team: string; readonly root: Root },
): Promise<DeliverOutcome> {
  const place = { team, channel: root.channel, thread: root.ts };
  const address = encodeAddress(place);
  const adapterState = writeState(root.state);
  const { delivery } = write.outbound;
  const isShown = delivery.body.kind === 'status' && (root.delivery === null || root.delivery === delivery.id);
  if (isShown) return { outcome: 'accepted', key: root.ts, address, adapterState };
  const outcome = await deliverInThread({ ...write, place, outbound: { ...write.outbound, adapterState } });
  return { ...outcome, address, adapterState: outcome.adapterState ?? adapterState };
}
