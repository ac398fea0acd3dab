import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChannelAdapter, TrunklineError } from '@trunkline/core';
import { onTestFinished } from 'vitest';

export interface ChannelHost {
  /** Where the channel is mounted, without a trailing slash. */
  readonly publicUrl: string;
  mount(adapter: ChannelAdapter): void;
}

const MOUNT = '/channels/sms';

/** A real port below which one adapter is mounted, as the bridge does it; closed with the test. */
export async function openChannelHost(): Promise<ChannelHost> {
  let mounted: ChannelAdapter | null = null;
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      if (mounted === null || !request.url?.startsWith(MOUNT)) throw new TypeError('nothing is mounted there');
      const reply = await mounted.handle({
        method: request.method ?? 'GET',
        url: request.url.slice(MOUNT.length),
        headers: request.headers,
        body: () => bodyOf(request),
        signal: gone.signal,
      });
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body as string | Uint8Array | undefined);
    } catch (error) {
      response.writeHead(error instanceof TrunklineError && error.retryAfterMs !== undefined ? 503 : 500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  const { port } = server.address() as AddressInfo;
  return {
    publicUrl: `http://127.0.0.1:${port}${MOUNT}`,
    mount: (adapter) => {
      mounted = adapter;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  return Buffer.concat(await request.toArray());
}
