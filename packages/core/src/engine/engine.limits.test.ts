import { describe, expect, it } from 'vitest';
import type { Store } from '../contracts/store.ts';
import { address } from '../domain/ids.ts';
import { defaultSystemTexts } from '../domain/system-texts.ts';
import { bendContactCenter, storeThatFills } from '../testing/bent-ports.ts';
import { chatOf, EngineWorld, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

const HOUR = 3_600_000;

/** Tells of every look for what is overdue. */
function storeThatCounts(disk: MemoryDisk, onLook: () => void): Store {
  const store = createMemoryStore(disk);
  const overdue: Store['overdue'] = async (...args) => {
    onLook();
    return await store.overdue(...args);
  };
  return { ...store, overdue };
}

describe('the engine at its limits', () => {
  it('a retry that came due while its own commit was held up is still made', async () => {
    const disk = new MemoryDisk();
    let full = false;
    const w = new EngineWorld({
      openStore: async () => storeThatFills(disk, () => full),
    });
    let sends = 0;
    w.contactCenter.fault = (operation) => {
      if (operation !== 'send') return 'none';
      sends += 1;
      full = sends === 1;
      return sends === 1 ? 'throttled' : 'none';
    };
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    await w.clock.advance(1_000);
    full = false;
    await w.clock.advance(3_600_000);
    expect(w.contactCenter.heard).toEqual(['hello']);
  });

  it('does not spin when the outstanding one is younger than the bound of its lane', async () => {
    const disk = new MemoryDisk();
    let looks = 0;
    const w = new EngineWorld({
      openStore: async () => storeThatCounts(disk, () => (looks += 1)),
    });
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.medium.fault = () => 'down';
    w.contactCenter.say(chat, 'm1');
    w.contactCenter.say(chat, 'm2');
    await w.clock.advance(3 * 3_600_000);
    w.contactCenter.say(chat, 'm3');
    await settle();
    let calls = 0;
    w.medium.fault = () => (calls++ < 2 ? 'none' : 'down');
    await w.clock.advance(3_590_000);
    expect(w.medium.messages('ann')).toEqual(['m1', 'm2']);
    looks = 0;
    await w.clock.advance(15_000);
    expect(looks).toBeLessThan(50);
  }, 60_000);

  it('does not spin while a send of unknown outcome outlives its maximum age', async () => {
    const disk = new MemoryDisk();
    let looks = 0;
    const w = new EngineWorld({
      maxAgeMs: { toAgent: 60_000 },
      openStore: async () => storeThatCounts(disk, () => (looks += 1)),
    });
    const { channel } = await w.startProcess();
    w.contactCenter.fault = (op) => (op === 'send' ? 'unknownBefore' : op === 'catchUp' ? 'away' : 'none');
    await channel.say('ann', 'hello');
    await w.clock.advance(59_000);
    looks = 0;
    await w.clock.advance(6_000);
    expect(looks).toBeLessThan(50);
  }, 60_000);

  it('a notice that was just claimed when the process died is not counted for ever', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    let process = await w.startProcess();
    await process.channel.say('ann', 'one');
    await settle();
    const chat = chatOf(w, 'ann');
    // A send that takes long, and behind it a notice.
    let throttle = true;
    w.contactCenter.fault = (op) => (op === 'send' && throttle ? 'throttled' : 'none');
    await process.channel.say('ann', 'two');
    await settle();
    w.medium.fault = () => 'refused';
    w.contactCenter.say(chat, 'are you there?');
    await settle();
    w.medium.fault = () => 'none';
    throttle = false;
    // Dies right after the commit that settles `two` and claims the notice.
    const claimed = () =>
      [...disk.deliveries.values()].some(({ body, state }) => body.kind === 'failure' && state === 'sending');
    for (let n = 0; n < 2_000 && !claimed(); n += 1) {
      await w.clock.advance(0);
      const passed = process.crash.passed.length;
      void passed;
      if (n === 0) {
        const pass = process.crash.pass.bind(process.crash);
        process.crash.pass = async (name: string) => {
          if (name === 'after commit' && claimed()) process.crash.kill();
          await pass(name);
        };
      }
      await w.clock.advance(1);
    }
    expect(claimed()).toBe(true);
    w.kill(process);
    process = await w.startProcess();
    await w.clock.advance(60_000);
    // What follows from it: said while the connection was gone, then ended: never sent, by nobody, ever.
    w.contactCenter.drop(chat);
    await process.channel.say('ann', 'three');
    await process.channel.context().receiveEnd(address('ann'));
    await w.clock.advance(600_000);
    expect(w.contactCenter.heard.filter((text) => !text.startsWith('The customer'))).toEqual(['one', 'two', 'three']);
  });

  it('a chat that can never be opened fails its messages and is given up', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: 3_600_000 });
    let opens = 0;
    bendContactCenter(w, () => ({
      open: async () => {
        opens += 1;
        return {
          outcome: 'rejected',
          failure: { code: 'bad.request', scope: 'message', retryable: false, human: 'refused' },
        };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await w.clock.advance(2 * 3_600_000);
    const before = opens;
    await w.clock.advance(3_600_000);
    expect({
      states: [...disk.deliveries.values()].filter((d) => d.direction === 'toAgent').map((d) => d.state),
      opensAfter: opens - before,
    }).toEqual({ states: ['failed'], opensAfter: 0 });
  });

  it('opens no chat for a customer all of whose messages have expired', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: 3_600_000 });
    const { channel } = await w.startProcess();
    w.contactCenter.fault = (op) => (op === 'open' ? 'away' : 'none');
    await channel.say('ann', 'hello');
    await w.clock.advance(2 * 3_600_000);
    expect(w.medium.told('ann').slice(0, 2)).toEqual([`<${defaultSystemTexts.outage}>`, '<failed>']);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(600_000);
    expect(w.contactCenter.chats.map(({ state }) => state)).toEqual([]);
  });

  it('one answer of "not active" after an outage does not end a living chat', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    const faults = ['throttled', 'throttled', 'throttled', 'throttled', 'notActive'] as const;
    let call = 0;
    w.contactCenter.fault = (op) => (op === 'send' ? (faults[call++] ?? 'none') : 'none');
    await channel.say('ann', 'two');
    await w.clock.advance(120_000);
    expect(w.contactCenter.chats).toHaveLength(1);
  });

  it('expires the whole older run also at the start of the next process', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: 3_600_000 });
    let process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    w.contactCenter.fault = (op) => (op === 'send' ? 'away' : 'none');
    for (const text of ['old 1', 'old 2', 'old 3']) await process.channel.say('ann', text);
    await w.clock.advance(10_000);
    w.kill(process);
    await w.clock.advance(2 * 3_600_000);
    w.contactCenter.fault = () => 'none';
    process = await w.startProcess();
    await w.clock.advance(300_000);
    expect([...disk.deliveries.values()].filter((d) => d.direction === 'toAgent').map((d) => d.state)).toEqual([
      'sent',
      'expired',
      'expired',
      'expired',
      // What of the dead chat was not answered.
      'sent',
    ]);
  });

  it('a notice never opens a chat', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    let fault: 'down' | 'refused' = 'down';
    w.medium.fault = () => fault;
    const first = chatOf(w, 'ann');
    w.contactCenter.say(first, 'answer');
    w.contactCenter.end(first);
    await settle();
    await channel.say('ann', 'again'); // the second conversation
    await settle();
    expect(w.contactCenter.chats).toHaveLength(2);
    w.contactCenter.fault = (op) => (op === 'end' ? 'away' : 'none');
    await channel.context().receiveEnd(address('ann')); // closing, but leaving takes a while
    await settle();
    fault = 'refused'; // the answer of the first conversation fails now
    await w.clock.advance(5_000);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(600_000);
    expect(w.contactCenter.chats).toHaveLength(2);
  });

  it('chats that run go on although new ones cannot be opened', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    w.contactCenter.fault = (op) => (op === 'open' ? 'away' : 'none');
    for (const name of ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']) await channel.say(name, 'hi');
    await w.clock.advance(60_000);
    await channel.say('ann', 'two');
    await w.clock.advance(30_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
  });

  it('a notice for nobody comes to an end', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    let fault: 'down' | 'refused' = 'down';
    w.medium.fault = () => fault;
    const first = chatOf(w, 'ann');
    w.contactCenter.say(first, 'answer');
    w.contactCenter.end(first);
    await settle();
    fault = 'refused';
    await w.clock.advance(48 * 3_600_000);
    expect([...disk.deliveries.values()].filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('what waits for the next conversation expires too', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: HOUR });
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    w.contactCenter.fault = () => 'away';
    w.contactCenter.end(chatOf(w, 'ann'));
    await settle();
    await channel.say('ann', 'next');
    await w.clock.advance(3 * HOUR);
    expect([...disk.deliveries.values()].filter((d) => d.direction === 'toAgent').map((d) => d.state)).toEqual([
      'sent',
      'expired',
    ]);
  });

  it('how long a running chat waits behind chats that cannot be opened', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    w.contactCenter.fault = (op) => (op === 'open' ? 'away' : 'none');
    for (let n = 0; n < 100; n += 1) await channel.say(`b${n}`, 'hi');
    await w.clock.advance(120_000);
    await channel.say('ann', 'two');
    let seconds = 0;
    for (; seconds < 7_200 && !w.contactCenter.heard.includes('two'); seconds += 10) await w.clock.advance(10_000);
    expect(seconds).toBeLessThan(60);
  }, 120_000);
});
