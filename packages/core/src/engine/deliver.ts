import type { FindSentAbility } from '../contracts/abilities.ts';
import type { DeliverOutcome } from '../contracts/channel-adapter.ts';
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

/** Hands one delivery to the adapter and makes an outcome of whatever it does, also if it throws or never answers. */
export async function deliver(
  loop: CustomerLoop,
  delivery: Delivery,
  { clock, timeoutMs, report }: DeliverOptions,
): Promise<DeliverOutcome> {
  if (!loop.channel.started) return { outcome: 'rejected', failure: failureOf('notStarted') };
  const { conversation } = loop.state.kept;
  const current = conversation?.id === delivery.conversationId ? conversation : null;
  const outbound = {
    delivery,
    address: loop.address,
    previousConversationId: current?.previousId ?? null,
    adapterState: current?.adapterState ?? null,
  };
  const { adapter } = loop.channel;
  try {
    const outcome = await withDeadline(clock, timeoutMs, (signal) => adapter.deliver(outbound, signal));
    return outcome === MISSED ? { outcome: 'unknown', failure: failureOf('deadline') } : outcome;
  } catch (error) {
    report(error);
    return { outcome: 'unknown', failure: failureOf('threw') };
  }
}

type Found = Awaited<ReturnType<FindSentAbility['findSent']>>;

/** Asks the adapter after a delivery of unknown outcome. */
export async function findSent(
  loop: CustomerLoop,
  delivery: Delivery,
  { clock, timeoutMs, report }: DeliverOptions,
): Promise<Found> {
  const { adapter } = loop.channel;
  if (adapter.findSent === undefined) return { found: 'cannotTell' };
  try {
    const found = await withDeadline(clock, timeoutMs, (signal) => {
      const answer = adapter.findSent?.(delivery, loop.address, signal);
      return answer ?? Promise.resolve<Found>({ found: 'cannotTell' });
    });
    return found === MISSED ? { found: 'cannotTell' } : found;
  } catch (error) {
    report(error);
    return { found: 'cannotTell' };
  }
}
