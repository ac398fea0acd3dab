import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ChannelAdapter, TrunklineError } from '@trunkline/core';

export interface HttpHost {
  /** Without a trailing slash. */
  readonly url: string;
  /** Breaks every connection there is. */
  breakConnections(): void;
  close(): Promise<void>;
}

/** As that of the bridge. */
const BODY_LIMIT_BYTES = 1_048_576;

/** Mounts one adapter on a real port: the least that a host has to do. */
export async function openHttpHost(adapter: ChannelAdapter): Promise<HttpHost> {
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const reply = await adapter.handle({
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: request.headers,
      body: () => bodyOf(request),
      signal: gone.signal,
    });
    response.writeHead(reply.status, reply.headers);
    if (reply.body === undefined || typeof reply.body === 'string' || reply.body instanceof Uint8Array)
      response.end(reply.body);
    else await pipeline(Readable.from(reply.body, { objectMode: false }), response).catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    breakConnections: () => server.closeAllConnections(),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const bytes = Buffer.concat(await request.toArray());
  if (bytes.byteLength > BODY_LIMIT_BYTES) throw new TrunklineError('http.body-too-large', 'The body is too large.');
  return bytes;
}
