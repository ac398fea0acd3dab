import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChannelRequest } from '@trunkline/core';
import { readBody } from './request-body.ts';

export interface ChannelExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bodyLimitBytes: number;
}

/** The request as an adapter sees it. Nothing of the body is read before the adapter asks for it. */
export function channelRequest(exchange: ChannelExchange): ChannelRequest {
  const { request, response } = exchange;
  let gone: AbortController | undefined;
  let body: Promise<Uint8Array> | undefined;
  return {
    method: request.method ?? 'GET',
    url: belowMount(request.url ?? '/'),
    headers: request.headers,
    get signal() {
      gone ??= abortedWhenGone(response);
      return gone.signal;
    },
    body() {
      body ??= readBody(request, exchange.bodyLimitBytes);
      return body;
    },
  };
}

/** Made only for those who ask, which few do. */
function abortedWhenGone(response: ServerResponse): AbortController {
  const gone = new AbortController();
  const onClose = (): void => {
    if (!response.writableFinished) gone.abort();
  };
  if (response.destroyed) onClose();
  else response.once('close', onClose);
  return gone;
}

/** `/channels/web/messages?x=1` → `/messages?x=1`; proxies may send the whole address. */
function belowMount(url: string): string {
  const rest = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^\/channels\/[^/?]*/, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
