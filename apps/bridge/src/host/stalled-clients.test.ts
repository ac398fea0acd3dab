import { Duplex } from 'node:stream';
import { settle } from '@trunkline/core/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeEngine } from '../testing/fake-engine.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createPublicServer } from './server.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

/** A connection of a client that asks for something and takes nothing of what it is sent. */
async function stalled(path: string): Promise<Duplex> {
  const engine = new FakeEngine();
  engine.onHandle = async (_channel, { url }) => {
    if (url === '/unsendable') return { status: 200, headers: { 'x-bad': 'a\nb' } };
    return { status: 200, body: url === '/large' ? 'x'.repeat(300_000) : 'short' };
  };
  const app = createPublicServer({
    engine,
    readiness: () => ({ phase: 'serving', storeOpen: true, channels: engine.channels }),
    logger: recordingLogger().logger,
    channels: new Set(['web']),
    requestAnswered: () => undefined,
    maxConnections: null,
  });
  opened.push(app);
  await app.ready();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const socket = new Duplex({ read() {}, write() {} });
  app.server.emit('connection', socket);
  socket.push(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await settle();
  return socket;
}

describe('a client that takes nothing of its answer', () => {
  it.each(['/channels/web/small', '/channels/web/large', '/channels/web/unsendable', '/healthz', '/no-such-path'])(
    'is cut off after a minute: %s',
    async (path) => {
      const socket = await stalled(path);
      expect(socket.writableLength).toBeGreaterThan(0);
      vi.advanceTimersByTime(59_999);
      await settle();
      expect(socket.destroyed).toBe(false);
      vi.advanceTimersByTime(1);
      await settle();
      expect([socket.destroyed, vi.getTimerCount()]).toEqual([true, 0]);
    },
  );
});
