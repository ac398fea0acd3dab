import { describe, expect, it } from 'vitest';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const MINUTE = 60_000;
const leaving = { setup: { noAgent: { afterMs: 5 * MINUTE, leave: true } } };

async function begin(w: EngineWorld): Promise<Process> {
  const process = await w.startProcess();
  await process.channel.say('ann', 'hello');
  await settle();
  return process;
}

describe('while nobody was attached', () => {
  it('an agent who came is not left (restart)', async () => {
    const w = worldOn(new MemoryDisk(), {}, leaving);
    const process = await begin(w);
    await w.clock.advance(4.5 * MINUTE);
    w.kill(process);
    w.contactCenter.say(chatOf(w, 'ann'), 'hello, I am Ann');
    await w.clock.advance(MINUTE);
    await w.startProcess();
    await w.clock.advance(MINUTE);
    expect(w.medium.told('ann')).toEqual(['hello, I am Ann']);
    expect(chatOf(w, 'ann').state).toBe('active');
  });

  it('an agent who came is not left (dropped connection)', async () => {
    const w = worldOn(new MemoryDisk(), {}, leaving);
    await begin(w);
    await w.clock.advance(4.9 * MINUTE);
    w.contactCenter.fault = (operation) => (operation === 'resume' ? 'away' : 'none');
    w.contactCenter.drop(chatOf(w, 'ann'));
    w.contactCenter.say(chatOf(w, 'ann'), 'hello, I am Ann');
    await w.clock.advance(20_000);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(w.medium.told('ann')).toEqual(['hello, I am Ann']);
    expect(chatOf(w, 'ann').state).toBe('active');
  });

  it('a restart is not told as an outage', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.echoes = false;
    w.contactCenter.slowness = () => 500;
    await process.channel.say('ann', 'the blue one');
    await settle();
    w.contactCenter.slowness = () => 0;
    w.kill(process);
    await w.clock.advance(10_000);
    await w.startProcess();
    await w.clock.advance(MINUTE);
    expect(w.medium.told('ann')).toEqual([]);
  });

  it('a customer is not asked whether they are there about a chat that is long over', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    w.kill(process);
    await w.clock.advance(60 * MINUTE);
    await w.startProcess();
    await w.clock.advance(MINUTE);
    expect(w.medium.told('ann')).not.toContainEqual(expect.stringContaining('still there'));
  });
});

describe('an outage that only a notice waits in', () => {
  it('is not told to a customer who has not written', async () => {
    const w = worldOn(new MemoryDisk());
    await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'away' : 'none');
    w.medium.fault = () => 'refused';
    w.contactCenter.say(chatOf(w, 'ann'), 'are you there?');
    await settle();
    w.medium.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(w.medium.told('ann')).toEqual([]);
  });
});
describe('an adapter that could not start for long', () => {
  it('delivers as soon as it has started', async () => {
    const w = worldOn(new MemoryDisk(), { toCustomer: null });
    const first = await begin(w);
    w.kill(first);
    w.contactCenter.say(chatOf(w, 'ann'), 'hi');
    let broken = true;
    const connect = w.medium.connect.bind(w.medium);
    w.medium.connect = (capabilities) => {
      const channel = connect(capabilities);
      const start: typeof channel.adapter.start = async (context) => {
        if (broken) throw new Error('not yet');
        await channel.adapter.start(context);
      };
      return { ...channel, adapter: { ...channel.adapter, start } };
    };
    const { engine } = await w.startProcess();
    await w.clock.advance(20 * MINUTE);
    broken = false;
    while (engine.health()[0]?.state !== 'started') await w.clock.advance(1_000);
    await w.clock.advance(2_000);
    expect(w.medium.told('ann')).toEqual(['hi']);
  });
});
