import { type DeliveryState, deliveryId } from '@trunkline/core';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { queueEvent } from './queue-event.ts';
import { printable } from './table.ts';
import { withReader } from './with-reader.ts';

type Wish = 'retry' | 'drop';

/** In which states an operator may wish what, and what to say in the others. */
const ALLOWED: Readonly<Record<Wish, { readonly states: readonly DeliveryState[]; readonly rule: string }>> = {
  retry: {
    states: ['failed', 'expired', 'dropped'],
    rule: 'only what failed, expired or was dropped can be sent again',
  },
  drop: {
    states: ['pending', 'sending', 'unknown', 'waiting'],
    rule: 'only what is still to be delivered can be dropped',
  },
};

/** A delivery that did not arrive is sent again, as a new one. */
export function retryDelivery(id: string, options: ConfigOption, io: CliIo): Promise<void> {
  return settle('retry', id, { options, io });
}

/** A delivery that is still owed is given up. */
export function dropDelivery(id: string, options: ConfigOption, io: CliIo): Promise<void> {
  return settle('drop', id, { options, io });
}

interface Asked {
  readonly options: ConfigOption;
  readonly io: CliIo;
}

async function settle(type: Wish, id: string, { options, io }: Asked): Promise<void> {
  const said = await withReader(options.config, io, async (store) => {
    const delivery = await store.delivery(deliveryId(id));
    if (delivery === null)
      throw new CommandError(`there is no delivery ${printable(id)}; trunkline deliveries list shows them`);
    const { states, rule } = ALLOWED[type];
    if (!states.includes(delivery.state))
      throw new CommandError(`delivery ${delivery.id} is ${delivery.state}: ${rule}; nothing queued`);
    return queueEvent(store, { customerId: delivery.customerId, event: { type, deliveryId: delivery.id } }, io);
  });
  io.stdout.write(`${said}\n`);
}
