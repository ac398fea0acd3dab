import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEngine } from '../testing/fake-engine.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { listen } from './listen.ts';
import { createPublicServer } from './server.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

async function host() {
  const engine = new FakeEngine();
  const app = createPublicServer({
    engine,
    readiness: () => ({ phase: 'serving', storeOpen: true, channels: engine.channels }),
    logger: recordingLogger().logger,
    channels: new Set(['web']),
    requestAnswered: () => undefined,
    maxConnections: null,
  });
  opened.push(app);
  const url = new URL(await listen(app, { host: '127.0.0.1', port: 0 }, 'server'));
  return { engine, app, port: Number(url.port) };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** The first line of what comes back. */
async function answer(port: number, bytes: string): Promise<string> {
  const socket = await dial(port);
  socket.write(bytes);
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString().split('\r\n')[0] ?? '';
}

describe('before anybody is known', () => {
  it('heads are taken up to 32 KB', async () => {
    const { port, engine } = await host();
    const head = (size: number): string =>
      `POST /channels/web/x HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(size)}\r\nContent-Length: 0\r\n\r\n`;
    expect(await answer(port, head(30_000))).toBe('HTTP/1.1 200 OK');
    expect(await answer(port, head(40_000))).toMatch(/^HTTP\/1\.1 431 /);
    expect(engine.calls).toEqual(['handle']);
  });

  it('a body is read only when somebody asks for it, and refused by what is announced', async () => {
    const { port, engine } = await host();
    engine.onHandle = async (_, request) => {
      if (request.headers['x-key'] !== 'right') return { status: 401 };
      await request.body();
      return { status: 202 };
    };
    const announced = (key: string): string =>
      `POST /channels/web/x HTTP/1.1\r\nHost: x\r\nX-Key: ${key}\r\nContent-Length: 9000000\r\n\r\n{`;
    expect(await answer(port, announced('wrong'))).toMatch(/^HTTP\/1\.1 401 /);
    expect(await answer(port, announced('right'))).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a head has 15 seconds and a request 30, which Node sees to', async () => {
    const { app } = await host();
    expect([app.server.headersTimeout, app.server.requestTimeout]).toEqual([15_000, 30_000]);
  });
});
