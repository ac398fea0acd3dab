import { address, channelName } from '@trunkline/core';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { queueEvent } from './queue-event.ts';
import { printable } from './table.ts';
import { withReader } from './with-reader.ts';

export interface ForgetOptions extends ConfigOption {
  readonly channel: string;
  readonly customer: string;
}

/** Leaves the wish that a customer be forgotten for the owner of it. */
export async function forgetCustomer(options: ForgetOptions, io: CliIo): Promise<void> {
  const { channel, customer } = options;
  const said = await withReader(options.config, io, async (store) => {
    const record = await store.load({ channel: channelName(channel), address: address(customer) });
    if (record === null)
      throw new CommandError(
        `channel ${printable(channel)} knows no customer ${printable(customer)}; trunkline conversations list shows how customers are written`,
      );
    return queueEvent(store, { customerId: record.customer.id, event: { type: 'forget' } }, io);
  });
  io.stdout.write(`${said}\n`);
}
