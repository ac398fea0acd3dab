import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ChannelRequest, TrunklineError } from '@trunkline/core';

export interface ChannelExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bodyLimitBytes: number;
}

/** The request as an adapter sees it. Nothing of the body is read before the adapter asks for it. */
export function channelRequest(exchange: ChannelExchange): ChannelRequest {
  const { request, response } = exchange;
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  let body: Promise<Uint8Array> | undefined;
  return {
    method: request.method ?? 'GET',
    url: belowMount(request.url ?? '/'),
    headers: request.headers,
    signal: gone.signal,
    body() {
      body ??= readBody(request, exchange.bodyLimitBytes);
      return body;
    },
  };
}

/** `/channels/web/messages?x=1` → `/messages?x=1`; proxies may send the whole address. */
function belowMount(url: string): string {
  const rest = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^\/channels\/[^/?]*/, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (outcome: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      outcome();
    };
    const tooLarge = (): void =>
      done(() => {
        request.on('error', () => undefined);
        request.resume();
        reject(new TrunklineError('http.body-too-large', `The body is larger than ${limitBytes} bytes.`));
      });
    const onData = (chunk: Buffer): void => {
      size += chunk.byteLength;
      if (size > limitBytes) tooLarge();
      else chunks.push(chunk);
    };
    const onEnd = (): void => done(() => resolve(Buffer.concat(chunks, size)));
    const onBroken = (): void =>
      done(() => reject(new TrunklineError('http.body-incomplete', 'The client went away before its body had come.')));

    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge();
    if (request.readableEnded) return onEnd();
    if (request.destroyed) return onBroken();
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}
