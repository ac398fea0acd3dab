import { type AdapterDefinition, defineAdapter } from '@trunkline/core';
import { type SlackOptions, slackOptions } from './options.ts';
import { SlackAdapter } from './slack-adapter.ts';

/** Threads and direct messages of Slack, over Socket Mode or signed HTTP. */
export const adapter: AdapterDefinition<SlackOptions> = defineAdapter({
  contract: 1,
  name: 'slack',
  options: slackOptions,
  create: (options) => new SlackAdapter(options),
});
