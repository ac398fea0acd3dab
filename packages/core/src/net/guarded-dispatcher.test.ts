import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { expect, it } from 'vitest';
import { createGuardedDispatcher, type GuardOptions } from './guarded-dispatcher.ts';

/** Asks a real server by an address that leads to it, and tells what became of that. */
async function ask(host: string, options: GuardOptions): Promise<{ readonly seen: number; readonly outcome: string }> {
  let seen = 0;
  const server = createServer((_, response) => {
    seen += 1;
    response.end('secret');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dispatcher = createGuardedDispatcher(options);
  try {
    const { body } = await request(`http://${host}:${port}/`, { dispatcher });
    return { outcome: await body.text(), seen };
  } catch (error) {
    return { outcome: (error as { code?: string }).code ?? 'no code', seen };
  } finally {
    await dispatcher.close();
    server.closeAllConnections();
    server.close();
  }
}

it.each(['127.0.0.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', 'localhost', 'printer.local'])(
  'asks nothing of %s',
  async (host) => {
    expect(await ask(host, {})).toEqual({ outcome: 'address.internal', seen: 0 });
  },
);

it('asks nothing of a name that leads to an internal address, whichever of its addresses that is', async () => {
  const options: GuardOptions = {
    lookup: (_name, _options, callback) =>
      callback(null, [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  };
  expect(await ask('media.example.com', options)).toEqual({ outcome: 'address.internal', seen: 0 });
});

it('asks hosts that the operator has named, wherever they are', async () => {
  expect(await ask('127.0.0.1', { trusted: ['127.0.0.1'] })).toEqual({ outcome: 'secret', seen: 1 });
  expect(await ask('localhost', { trusted: ['localhost'] })).toEqual({ outcome: 'secret', seen: 1 });
});

it('breaks off an answer that is too large', async () => {
  const { outcome } = await ask('127.0.0.1', { trusted: ['127.0.0.1'], maxAnswerBytes: 3 });
  expect(outcome).toBe('UND_ERR_RES_EXCEEDED_MAX_SIZE');
});
