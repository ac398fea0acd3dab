import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ReceivedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** A real HTTP server that plays the developer’s webhook endpoint. */
export interface WebhookReceiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** What to do with the calls that follow. */
  respondWith(respond: Respond): void;
  /** Keeps silent from now on; resolves when a call has come. */
  keepSilent(): Promise<void>;
  /** Refuses connections from now on. */
  close(): Promise<void>;
}

export const status =
  (code: number, headers: Record<string, string> = {}): Respond =>
  (response) =>
    response.writeHead(code, headers).end('{"some":"body"}');

export const reset: Respond = (_response, request) => request.socket.resetAndDestroy();

export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = [];
  let respond: Respond = status(200);
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push({
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    });
    respond(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook?from=trunkline`,
    calls,
    respondWith(next) {
      respond = next;
    },
    keepSilent: () =>
      new Promise((resolve) => {
        respond = () => resolve();
      }),
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
