import type { AdapterContext, Address, ChannelReply, ChannelRequest } from '@trunkline/core';
import type { OpenFeeds } from '../events/open-feeds.ts';
import type { ReadReceipts } from '../events/read-receipts.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { CustomerTokens } from '../tokens/customer-tokens.ts';
import type { Caller } from './identify.ts';
import { RequestProblem } from './problem.ts';

/** What one running channel's endpoints work with. */
export interface Services {
  readonly context: AdapterContext;
  readonly feeds: OpenFeeds;
  /** Null: what is delivered is decided elsewhere, by a webhook. */
  readonly reads: ReadReceipts | null;
  readonly tokens: CustomerTokens;
  readonly limits: RequestLimits;
  readonly pages: ApiPages;
}

/** What describes the channel, as it is sent. */
export interface ApiPages {
  readonly openApi: string;
  readonly html: string;
  readonly htmlPolicy: string;
}

/** One request that was let in. */
export interface Call extends Services {
  readonly request: ChannelRequest;
  readonly query: URLSearchParams;
  readonly caller: Caller;
}

export type Endpoint = (call: Call) => Promise<ChannelReply>;

/** An endpoint below `/customers/{id}`. */
export type CustomerEndpoint = (call: Call, customer: Address) => Promise<ChannelReply>;

/** Lets a request go on that is about this customer. Throws 404 where a token names another one, 429 at the limit. */
export function admitTo(customer: Address, { caller, limits }: Pick<Call, 'caller' | 'limits'>): void {
  if (caller.kind === 'token' && caller.customer !== customer)
    throw new RequestProblem(404, 'For this token there is no such customer. It opens the one that it was made for.');
  limits.ofCustomer(customer);
}

export const JSON_HEADERS: NonNullable<ChannelReply['headers']> = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
};

export function jsonReply(status: number, body: object): ChannelReply {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) };
}
