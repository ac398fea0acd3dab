import { describe, expect, it } from 'vitest';
import { bendAdapter } from '../testing/bent-ports.ts';
import { worldOn } from '../testing/engine-harness.ts';
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

const request = {
  method: 'GET',
  url: '/',
  headers: {},
  body: async () => new Uint8Array(),
  signal: new AbortController().signal,
} as const;
