import type { AdapterContext, Address, ChannelReply, ChannelRequest } from '@trunkline/core';
import type { OpenFeeds } from '../events/open-feeds.ts';

/** One authenticated request, with what endpoints work with. */
export interface Call {
  readonly request: ChannelRequest;
  readonly query: URLSearchParams;
  readonly context: AdapterContext;
  readonly feeds: OpenFeeds;
}

export type Endpoint = (call: Call) => Promise<ChannelReply>;

/** An endpoint below `/customers/{id}`. */
export type CustomerEndpoint = (call: Call, customer: Address) => Promise<ChannelReply>;

export function jsonReply(status: number, body: object): ChannelReply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}
