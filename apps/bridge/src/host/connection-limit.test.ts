import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../testing/recording-logger.ts';
import { boundConnections, connectionLimit } from './connection-limit.ts';

const opened: (Server | Socket)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) {
    if ('destroy' in one) one.destroy();
    else await new Promise((resolve) => one.close(resolve));
  }
});

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max processes             126903               126903               processes
Max open files            4096                 524288               files
`;

describe('how many connections there may be', () => {
  it('is half of the files that may be open', () => {
    expect(connectionLimit(() => LIMITS)).toBe(2_048);
  });

  it.each([
    ['unlimited', () => LIMITS.replace('4096', 'unlimited')],
    ['something else', () => ''],
    [
      'nowhere',
      () => {
        throw new Error('ENOENT');
      },
    ],
  ])('is not known where that is %s', (_what, limits) => {
    expect(connectionLimit(limits)).toBeNull();
  });

  it('is kept to: those that are there stay, further ones are closed, which is logged once', async () => {
    const { logger, events } = recordingLogger();
    const server = createServer((socket) => socket.pipe(socket));
    opened.push(server);
    boundConnections(server, { maxConnections: 2, logger });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = async (): Promise<Socket> => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.on('error', () => undefined);
      opened.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    const says = async (socket: Socket): Promise<string> => {
      socket.write('here');
      return String((await once(socket, 'data'))[0]);
    };
    const [first, second] = [await client(), await client()];
    expect([await says(first), await says(second)]).toEqual(['here', 'here']);
    for (let count = 0; count < 3; count += 1) await once(await client(), 'close');
    expect([await says(first), await says(second)]).toEqual(['here', 'here']);
    expect(events()).toMatchObject([{ level: 'warn', event: 'http.connections-refused', maxConnections: 2 }]);
    const freed = once(second, 'close');
    second.destroy();
    await freed;
    await new Promise<void>((resolve) => {
      const look = (): void =>
        void server.getConnections((_error, count) => (count < 2 ? resolve() : setImmediate(look)));
      look();
    });
    expect(await says(await client())).toBe('here');
  });
});
