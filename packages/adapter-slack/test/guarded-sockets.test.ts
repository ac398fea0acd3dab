import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { slackDefaults, startSlack } from '@trunkline/sandbox';
import { expect, it } from 'vitest';
import { SocketConnection } from '../src/receiver/socket-connection.ts';

/** A Web API that names any address for a socket, and counts who comes there. */
async function openApi(host: string): Promise<{ readonly url: string; readonly server: Server; dialled(): number }> {
  let dialled = 0;
  const server = createServer((_, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://${host}:${port}/socket` }));
  });
  server.on('upgrade', (_, socket) => {
    dialled += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, server, dialled: () => dialled };
}

const connectionTo = (apiUrl: string, context = new FakeAdapterContext()) =>
  new SocketConnection({ appToken: slackDefaults.appToken, apiUrl, context, onEnvelope() {}, onChange() {} });

it.each(['localhost', '[::ffff:127.0.0.1]', '0.0.0.0'])(
  'dials no %s, although Slack’s API has named it',
  async (host) => {
    const { url, server, dialled } = await openApi(host);
    const connection = connectionTo(url);
    await expect(connection.open()).rejects.toThrow();
    await connection.stop();
    expect(dialled()).toBe(0);
    server.closeAllConnections();
    server.close();
  },
);

it('dials the host that the operator has named, and leaves nothing open behind', async () => {
  const { url, server, dialled } = await openApi('127.0.0.1');
  await expect(connectionTo(url).open()).rejects.toThrow();
  expect(dialled()).toBe(1);
  server.closeAllConnections();
  server.close();
  const slack = await startSlack({ socketPingMs: 0 });
  const context = new FakeAdapterContext();
  const connection = connectionTo(slack.apiUrl, context);
  await connection.open();
  slack.control.stallSockets();
  const stopped = connection.stop();
  await context.clock.advance(2_000);
  await stopped;
  expect(connection.isOpen).toBe(false);
  await slack.close();
});
