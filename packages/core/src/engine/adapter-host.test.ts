import { describe, expect, it } from 'vitest';
import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { chatOf, worldOn } from '../testing/engine-harness.ts';
import type { FakeChannel } from '../testing/fake-adapter.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

describe('an adapter that cannot start', () => {
  it('is tried again until it can, and the others do not wait for it', async () => {
    const w = worldOn(new MemoryDisk());
    let attempts = 0;
    bendAdapter(w, (real) => ({
      start: async (context) => {
        attempts += 1;
        if (attempts < 3) throw new Error('no way');
        await real.start(context);
      },
    }));
    const { engine, channel } = await w.startProcess();
    expect(engine.health()).toMatchObject([
      { state: 'failed', error: 'the adapter could not start; the log says where' },
    ]);
    expect((await engine.handle('web', request)).status).toBe(503);
    await w.clock.advance(5_000);
    expect(attempts).toBe(2);
    await w.clock.advance(15_000);
    expect(engine.health()).toMatchObject([{ state: 'started', error: null }]);
    await channel.say('ann', 'hello');
    await settle();
    expect(w.contactCenter.heard).toEqual(['hello']);
  });

  it('is not tried any more once the bridge stops', async () => {
    const w = worldOn(new MemoryDisk());
    let attempts = 0;
    bendAdapter(w, () => ({
      start: async () => {
        attempts += 1;
        throw new Error('no way');
      },
    }));
    const { engine } = await w.startProcess();
    await engine.stop(1_000);
    await w.clock.advance(600_000);
    expect(attempts).toBe(1);
    expect(w.clock.armed).toBe(0);
  });
});

describe('an adapter', () => {
  it('that lets a conflict through is answered for as such, so that nobody comes again for nothing', async () => {
    const w = worldOn(new MemoryDisk());
    const { engine, channel } = await w.startProcess();
    bendHandle(channel, async () => {
      await channel.say('ann', 'one', 'id-1');
      await channel.say('ann', 'two', 'id-1');
      return { status: 200 };
    });
    expect((await engine.handle('web', request)).status).toBe(422);
  });

  it('has what it wants to know again kept only up to four kilobytes', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const states: unknown[] = [];
    bendAdapter(w, (real) => ({
      deliver: async (outbound, signal) => {
        states.push(outbound.adapterState);
        const size = states.length === 1 ? 4_000 : 5_000;
        return { ...(await real.deliver(outbound, signal)), adapterState: 'x'.repeat(size) };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    for (const text of ['one', 'two']) w.contactCenter.say(chatOf(w, 'ann'), text);
    await settle();
    expect(states.map((state) => (typeof state === 'string' ? state.length : state))).toEqual([null, 4_000, 4_000]);
  });
});

/** The adapter of a running process answers requests in another way. */
function bendHandle({ adapter }: FakeChannel, handle: ChannelAdapter['handle']): void {
  Object.assign(adapter, { handle });
}

const request = {
  method: 'GET',
  url: '/',
  headers: {},
  body: async () => new Uint8Array(),
  signal: new AbortController().signal,
} as const;
