import { type AdapterDefinition, defineAdapter } from '@trunkline/core';
import { type SmsOptions, smsOptions } from './options.ts';
import { SmsAdapter } from './sms-adapter.ts';

/** Text messages by Twilio: signed webhooks in, the REST API out. */
export const adapter: AdapterDefinition<SmsOptions> = defineAdapter({
  contract: 1,
  name: 'sms',
  options: smsOptions,
  create: (options) => new SmsAdapter(options),
});
