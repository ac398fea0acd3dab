import { describe, expect, it } from 'vitest';
import type { Missed } from '../contracts/abilities.ts';
import type { InboundMessage } from '../contracts/channel-adapter.ts';
import { address, channelName } from '../domain/ids.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { type EngineWorld, worldOn } from '../testing/engine-harness.ts';
import { FakeMediumWorld } from '../testing/fake-adapter.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';
import { createEngine } from './engine.ts';

const MINUTE = 60_000;

/** A provider that keeps what customers have said, and can be asked for it. */
class Provider {
  readonly said: (InboundMessage & { readonly at: number })[] = [];
  readonly asked: Missed[] = [];
  fails = false;
  /** What stands between being asked and answering. */
  gate: Promise<void> = Promise.resolve();
  readonly w: EngineWorld;

  constructor(disk: MemoryDisk) {
    this.w = worldOn(disk);
    const provider = this;
    bendAdapter(this.w, () => ({
      findReceived: async function* (missed: Missed) {
        provider.asked.push(missed);
        await provider.gate;
        if (provider.fails) throw new TypeError('the provider is away');
        yield* provider.said.filter(({ at }) => at >= missed.since);
      },
    }));
  }

  /** Somebody writes; nobody of ours hears of it. */
  write(from: string, text: string, id: string): void {
    this.said.push({ address: address(from), text, id, profile: { name: from }, at: this.w.clock.now() });
  }
}

describe('what came in while nobody listened', () => {
  it('is not asked for by the very first process: it was said to nobody', async () => {
    const p = new Provider(new MemoryDisk());
    p.write('ann', 'long ago', 'm1');
    await p.w.startProcess();
    await settle();
    expect(p.asked).toEqual([]);
  });

  it('is delivered once and in order after ten minutes of absence, before what comes in live', async () => {
    const p = new Provider(new MemoryDisk());
    const first = await p.w.startProcess();
    await settle();
    p.w.kill(first);
    await p.w.clock.advance(2 * MINUTE);
    for (const n of [1, 2, 3]) p.write('ann', `text ${n}`, `m${n}`);
    await p.w.clock.advance(8 * MINUTE);
    let open = () => {};
    p.gate = new Promise((resolve) => {
      open = resolve;
    });
    const { channel } = await p.w.startProcess();
    const live = channel.say('ann', 'text 4', 'm4');
    await settle();
    expect(p.w.contactCenter.heard).toEqual([]);
    open();
    await live;
    await settle();
    expect(p.w.contactCenter.heard).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
    await p.w.clock.advance(12 * MINUTE);
    expect(p.w.contactCenter.heard).toHaveLength(4);
  });

  it('holds nobody up for long if the provider does not answer', async () => {
    const p = new Provider(new MemoryDisk());
    p.w.kill(await p.w.startProcess());
    p.gate = new Promise(() => {});
    const { channel } = await p.w.startProcess();
    const live = channel.say('ann', 'hello', 'm1');
    await p.w.clock.advance(2_000);
    await live;
    await settle();
    expect(p.w.contactCenter.heard).toEqual(['hello']);
  });

  it('is asked for again, from the same time on, when the provider fails, and every few minutes', async () => {
    const p = new Provider(new MemoryDisk());
    p.w.kill(await p.w.startProcess());
    p.fails = true;
    await p.w.startProcess();
    await p.w.clock.advance(65_000);
    expect(p.asked.map(({ since }) => since)).toEqual(Array(3).fill(p.asked[0]?.since));
    p.fails = false;
    p.write('ann', 'hello', 'm1');
    await p.w.clock.advance(30_000);
    expect(p.w.contactCenter.heard).toEqual(['hello']);
    await p.w.clock.advance(10 * MINUTE);
    expect(p.asked).toHaveLength(6);
    expect(p.asked.at(-1)?.since).toBeGreaterThan(p.asked[0]?.since ?? 0);
  });

  it('is asked for when the adapter has been cut off, with whoever has a conversation open', async () => {
    const p = new Provider(new MemoryDisk());
    const { channel } = await p.w.startProcess();
    await channel.say('ann', 'hello', 'm1');
    await settle();
    p.write('ann', 'and more', 'm2');
    channel.context().lookForMissed();
    await settle();
    expect(p.asked).toMatchObject([{ open: ['ann'] }]);
    expect(p.w.contactCenter.heard).toEqual(['hello', 'and more']);
  });

  it('takes the same id with other content for the same', async () => {
    const p = new Provider(new MemoryDisk());
    const { channel } = await p.w.startProcess();
    await channel.say('ann', 'with a link', 'm1');
    p.write('ann', 'with another link', 'm1');
    p.write('ann', 'and more', 'm2');
    channel.context().lookForMissed();
    await settle();
    expect(p.w.contactCenter.heard).toEqual(['with a link', 'and more']);
    expect(p.w.problems).toEqual([]);
  });
});

it('a channel takes messages as soon as its own adapter has started, however long another one takes', async () => {
  const disk = new MemoryDisk();
  const [quick, slow] = [new FakeMediumWorld(), new FakeMediumWorld()];
  const w = worldOn(disk);
  const channel = quick.connect();
  const never = slow.connect();
  const engine = createEngine({
    store: createMemoryStore(disk),
    contactCenters: [w.contactCenter.connect()],
    channels: [
      { name: channelName('web'), adapter: channel.adapter, transport: 'fake', routing: { queue: 'Support' } },
      {
        name: channelName('slow'),
        adapter: { ...never.adapter, start: () => new Promise(() => {}) },
        transport: 'fake',
        routing: { queue: 'Support' },
      },
    ],
    clock: w.clock,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  void engine.start();
  await settle();
  await channel.say('ann', 'hello');
  await settle();
  expect(w.contactCenter.heard).toEqual(['hello']);
  expect(engine.health().map(({ state }) => state)).toEqual(['started', 'starting']);
  await engine.stop(100);
});
