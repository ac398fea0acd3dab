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
  return new AskedRequest(exchange);
}

/** A class, since every object literal with a getter has a shape of its own, which is slow to read. */
class AskedRequest implements ChannelRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: ChannelRequest['headers'];
  readonly body: ChannelRequest['body'];
  readonly #response: ServerResponse;
  #gone: AbortController | null = null;

  constructor({ request, response, bodyLimitBytes }: ChannelExchange) {
    this.method = request.method ?? 'GET';
    this.url = belowMount(request.url ?? '/');
    this.headers = request.headers;
    this.#response = response;
    let body: Promise<Uint8Array> | undefined;
    this.body = () => {
      body ??= readBody(request, bodyLimitBytes);
      return body;
    };
  }

  get signal(): AbortSignal {
    this.#gone ??= abortedWhenGone(this.#response);
    return this.#gone.signal;
  }
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
