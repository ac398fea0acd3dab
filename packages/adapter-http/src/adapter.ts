import { type AdapterDefinition, defineAdapter } from '@trunkline/core';
import { HttpAdapter } from './http-adapter.ts';
import { type HttpOptions, httpOptions } from './options.ts';

/** Messages in over HTTP; events out as signed webhooks, as a stream and as history. */
export const adapter: AdapterDefinition<HttpOptions> = defineAdapter({
  contract: 1,
  name: 'http',
  options: httpOptions,
  create: (options) => new HttpAdapter(options),
});
