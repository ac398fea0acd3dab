import type { FindSentOutcome } from '../contracts/abilities.ts';
import type { DeliverOutcome, OutboundDelivery } from '../contracts/channel-adapter.ts';
import type { Clock } from '../contracts/runtime.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { CustomerLoop } from './customer-loop.ts';
import { MISSED, withDeadline } from './deadline.ts';
import { failureOf } from './failure-of.ts';

export interface DeliverOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly report: (error: unknown) => void;
}

const MAX_ADAPTER_STATE = 4_096;

/** Hands one delivery to the adapter and makes an outcome of whatever it does, also if it throws or never answers. */
export async function deliver(
  loop: CustomerLoop,
  delivery: Delivery,
  { clock, timeoutMs, report }: DeliverOptions,
): Promise<DeliverOutcome> {
  if (!loop.channel.started) return { outcome: 'rejected', failure: failureOf('notStarted') };
  const outbound = outboundOf(loop, delivery);
  const { adapter } = loop.channel;
  try {
    const outcome = await withDeadline(clock, timeoutMs, (signal) => adapter.deliver(outbound, signal));
    if (outcome === MISSED) return { outcome: 'unknown', failure: failureOf('deadline') };
    if (typeof outcome?.outcome !== 'string') throw new TypeError('the adapter gave no outcome');
    return withinBounds(outcome, report);
  } catch (error) {
    report(error);
    return { outcome: 'unknown', failure: failureOf('threw') };
  }
}

/** The state is kept with the customer's, which has to stay small: one that is too large is not kept. */
function withinBounds(outcome: DeliverOutcome, report: DeliverOptions['report']): DeliverOutcome {
  const { adapterState, ...rest } = outcome;
  if (adapterState === undefined || JSON.stringify(adapterState).length <= MAX_ADAPTER_STATE) return outcome;
  report(new TypeError('the adapter state is larger than 4 KB and was not kept'));
  return rest;
}

/** Asks the adapter after a delivery of unknown outcome. */
export async function findSent(
  loop: CustomerLoop,
  delivery: Delivery,
  { clock, timeoutMs, report }: DeliverOptions,
): Promise<FindSentOutcome> {
  const { adapter } = loop.channel;
  if (adapter.findSent === undefined) return { found: 'cannotTell' };
  try {
    const outbound = outboundOf(loop, delivery);
    const found = await withDeadline(clock, timeoutMs, async (signal) => await adapter.findSent?.(outbound, signal));
    return found === MISSED || found === undefined ? { found: 'cannotTell' } : found;
  } catch (error) {
    report(error);
    return { found: 'cannotTell' };
  }
}

/** A delivery with what the adapter needs to know of its conversation. */
function outboundOf(loop: CustomerLoop, delivery: Delivery): OutboundDelivery {
  const { conversation, previousConversationId, previousAdapterState } = loop.state.kept;
  const current = conversation?.id === delivery.conversationId ? conversation : null;
  const before = previousConversationId === delivery.conversationId ? previousAdapterState : null;
  return {
    delivery,
    address: loop.address,
    previousConversationId: current?.previousId ?? null,
    adapterState: current?.adapterState ?? before,
  };
}
