import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { waitUntil } from '../../testing/contact-center-suite-wait.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import { EventStream, type StreamEnd } from './event-stream.ts';
import type { Frame } from './frame.ts';
import { SilenceWatch } from './silence-watch.ts';

const message = (id: string) =>
  JSON.stringify({
    eventBody: { id, sender: { id: 'a1' }, body: 'hello', bodyType: 'standard' },
    metadata: { type: 'message' },
  });

async function openStream() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const remote = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
  const clock = new ManualClock();
  const frames: Frame[] = [];
  const ends: StreamEnd[] = [];
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/chat/jwt/x`;
  const stream = new EventStream(
    { address, clock, watch: new SilenceWatch(clock, 75_000), handshakeTimeoutMs: 10_000 },
    { frame: (frame) => void frames.push(frame), ended: (end) => void ends.push(end) },
  );
  onTestFinished(() => stream.close());
  expect(await stream.open(new AbortController().signal)).toEqual({ opened: true });
  return { clock, stream, frames, ends, remote: await remote };
}

describe('an event stream', () => {
  it('passes frames on and everything else over', async () => {
    const { frames, ends, remote } = await openStream();
    for (const text of ['{', '[]', 'null', '{"topicName":"v2.system.socket_closing"}', message('1')]) remote.send(text);
    remote.send(Buffer.from(message('2')), { binary: true });
    remote.send(JSON.stringify({ topicName: 'channel.metadata', eventBody: { message: 'pong' } }));
    remote.ping();
    remote.send(message('3'));
    await waitUntil('the last frame', () => frames.length === 3);
    expect(frames.map((frame) => frame.type === 'message' && frame.id)).toEqual(['1', '2', '3']);
    expect(ends).toEqual([]);
  });

  it('lives as long as there are heartbeats', async () => {
    const { clock, stream, ends, remote } = await openStream();
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.advance(30_000);
      remote.send('{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}');
      await waitUntil('the heartbeat', () => stream.heardAt === clock.monotonic());
    }
    expect(ends).toEqual([]);
    await clock.advance(80_000);
    await waitUntil('the end', () => ends.length === 1);
    expect(ends[0]?.why).toBe('silent');
  });

  it('survives no frame that is beyond all measure', async () => {
    const { ends, remote } = await openStream();
    remote.send('x'.repeat(1024 * 1024 + 1));
    await waitUntil('the end', () => ends.length === 1);
    expect(ends[0]?.why).toBe('closed');
  });

  it('tells with what code it was closed', async () => {
    const { ends, remote } = await openStream();
    remote.close(4100, 'Error connecting to conversation');
    await waitUntil('the end', () => ends.length === 1);
    expect(ends).toEqual([{ code: 4100, refusal: null, why: 'closed' }]);
  });

  it('tells nothing any more once it was closed from here', async () => {
    const { clock, stream, frames, ends, remote } = await openStream();
    const gone = new Promise((resolve) => remote.once('close', resolve));
    remote.send(message('1'));
    await Promise.all([stream.close(), stream.close()]);
    await gone;
    expect([frames, ends, clock.armed]).toEqual([[], [], 0]);
  });
});
