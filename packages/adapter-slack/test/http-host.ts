import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChannelAdapter, TrunklineError } from '@trunkline/core';

export interface HttpHost {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Mounts one adapter on a real port: the least that a host has to do. */
export async function openHttpHost(adapter: ChannelAdapter): Promise<HttpHost> {
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const reply = await adapter
      .handle({
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        headers: request.headers,
        body: () => bodyOf(request),
        signal: gone.signal,
      })
      .catch((error: unknown) => ({ status: error instanceof TrunklineError ? 503 : 500, headers: {}, body: '' }));
    response.writeHead(reply.status, reply.headers);
    if (reply.body === undefined || typeof reply.body === 'string' || reply.body instanceof Uint8Array)
      response.end(reply.body);
    else {
      for await (const chunk of reply.body) response.write(chunk);
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return Buffer.concat(await request.toArray());
}
