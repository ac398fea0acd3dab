import type { Receipt, ReceiptOfTimeline } from '../contracts/channel-adapter.ts';
import type { Store } from '../contracts/store.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Address, DeliveryId } from '../domain/ids.ts';
import type { ReceiptReport } from '../session/event.ts';
import { CORRECTED_SCOPE } from '../session/on-receipt.ts';
import type { Channel } from './channel.ts';
import type { CustomerLoop } from './customer-loop.ts';
import type { Registry } from './registry.ts';
import type { Turn } from './turn.ts';

export interface ReceiptInboxOptions {
  readonly channel: Channel;
  readonly registry: Registry;
  readonly store: Store;
}

/** How many deliveries one step settles. */
const PAGE = 200;

/**
 * Takes in what a medium tells of deliveries that it took. The rows are read in the customer's turn, so that they are
 * what the step changes. One that would change nothing costs no commit.
 */
export async function receiveReceipt(options: ReceiptInboxOptions, address: Address, receipt: Receipt): Promise<void> {
  const { channel, registry, store } = options;
  if (channel.adapter.capabilities.receipts !== true)
    throw new TypeError(`the adapter of the channel ${channel.name} tells of a receipt and declares none`);
  const { of } = receipt;
  const report = reportOf(receipt);
  await registry.run(channel, address, {
    failFast: true,
    whileDraining: true,
    run: async (turn, loop) => {
      await turn.written();
      if ('deliveryId' in of) await settleOne(store, { turn, loop, report }, of.deliveryId);
      else await settleUpTo(store, { turn, loop, report }, of);
    },
  });
}

function reportOf(receipt: Receipt): ReceiptReport {
  const key = 'key' in receipt ? (receipt.key ?? null) : null;
  return receipt.state === 'failed'
    ? { state: 'failed', key, failure: receipt.failure }
    : { state: receipt.state, key };
}

interface Settling {
  readonly turn: Turn;
  readonly loop: CustomerLoop;
  readonly report: ReceiptReport;
}

async function settleOne(store: Store, { turn, loop, report }: Settling, id: DeliveryId): Promise<void> {
  const delivery = await store.delivery(id);
  if (delivery === null || delivery.customerId !== loop.customer.id || !mayChange(delivery)) return;
  if (!delivery.awaitsReceipt && (await turn.seen(CORRECTED_SCOPE, [id])).size > 0) return;
  await turn.step({ type: 'receipt', deliveries: [delivery], report }, { failFast: true });
}

async function settleUpTo(store: Store, { turn, loop, report }: Settling, range: ReceiptOfTimeline): Promise<void> {
  const { upTo, after = 0 } = range;
  for (let full = true; full; ) {
    const sent = await store.awaitingReceipt(loop.customer.id, { after, upTo, limit: PAGE });
    const { toCustomer: held } = turn.state.held;
    const number = held?.timelineNumber ?? null;
    const isTold = held !== null && number !== null && number > after && number <= upTo;
    const deliveries = isTold ? [...sent, held] : sent;
    if (deliveries.length > 0) await turn.step({ type: 'receipt', deliveries, report }, { failFast: true });
    full = sent.length === PAGE;
  }
}

/** Most receipts are of what is sent; a second one of it, and one of what never had to await any, is no news. */
function mayChange({ state, awaitsReceipt }: Delivery): boolean {
  return state === 'sent' ? awaitsReceipt : state !== 'delivered' && state !== 'pending';
}
