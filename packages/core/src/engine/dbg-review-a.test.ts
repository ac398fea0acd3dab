import { describe, expect, it } from 'vitest';
import type { ContactCenter } from '../contracts/contact-center.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import { address } from '../domain/ids.ts';
import { EngineWorld } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

function worldOf(disk = new MemoryDisk(), maxAgeMs: { toAgent?: number | null; toCustomer?: number | null } = {}) {
  return new EngineWorld({ openStore: async () => createMemoryStore(disk), maxAgeMs });
}
function wrap(w: EngineWorld, change: (real: ContactCenter) => Partial<ContactCenter>): void {
  const connect = w.contactCenter.connect.bind(w.contactCenter);
  w.contactCenter.connect = () => {
    const real = connect();
    return { ...real, ...change(real) };
  };
}
function chatOf(w: EngineWorld, name: string) {
  const chat = w.contactCenter.chatOf(name);
  if (chat === undefined) throw new Error('no chat');
  return chat;
}

describe('dbg', () => {
  it('A1 a retry that came due while its own commit was held up is still made', async () => {
    const disk = new MemoryDisk();
    let full = false;
    const w = new EngineWorld({
      openStore: async () => {
        const store = createMemoryStore(disk);
        const commit: typeof store.commit = async (step) => {
          if (full) throw new StoreUnavailableError('the disk is full');
          return await store.commit(step);
        };
        return { ...store, commit };
      },
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

  it('A2 does not spin when the outstanding one is younger than the bound of its lane', async () => {
    const disk = new MemoryDisk();
    let looks = 0;
    const w = new EngineWorld({
      openStore: async () => {
        const store = createMemoryStore(disk);
        return {
          ...store,
          overdue: async (...args: Parameters<typeof store.overdue>) => {
            looks += 1;
            return await store.overdue(...args);
          },
        };
      },
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

  it('A2b does not spin while a send of unknown outcome outlives its maximum age', async () => {
    const disk = new MemoryDisk();
    let looks = 0;
    const w = new EngineWorld({
      maxAgeMs: { toAgent: 60_000 },
      openStore: async () => {
        const store = createMemoryStore(disk);
        return {
          ...store,
          overdue: async (...args: Parameters<typeof store.overdue>) => {
            looks += 1;
            return await store.overdue(...args);
          },
        };
      },
    });
    const { channel } = await w.startProcess();
    w.contactCenter.fault = (op) => (op === 'send' ? 'unknownBefore' : op === 'catchUp' ? 'away' : 'none');
    await channel.say('ann', 'hello');
    await w.clock.advance(59_000);
    looks = 0;
    await w.clock.advance(6_000);
    expect(looks).toBeLessThan(50);
  }, 60_000);

  it('A3 a belated answer to an earlier catch-up settles nothing', async () => {
    const w = worldOf();
    let catchUps = 0;
    let sends = 0;
    let answerCatchUp: () => void = () => {};
    let answerSend: () => void = () => {};
    wrap(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        const page = await real.catchUp(...args);
        if (catchUps === 1)
          await new Promise<void>((resolve) => {
            answerCatchUp = resolve;
          });
        return page;
      },
      send: async (...args) => {
        sends += 1;
        if (sends !== 3) return await real.send(...args);
        await new Promise<void>((resolve) => {
          answerSend = resolve;
        });
        const failure = { code: 'fake.throttled', scope: 'message', retryable: true, human: 'too often' } as const;
        return { outcome: 'rejected', failure };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    expect(catchUps).toBe(2);
    await channel.say('ann', 'two');
    await settle();
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    await channel.say('ann', 'three');
    await settle();
    expect(sends).toBe(3);
    answerCatchUp();
    await settle();
    answerSend();
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two', 'three']);
  });

  it('A3b what lands while a gap is read is not claimed again by the next one', async () => {
    const w = worldOf();
    let hold: 'send' | 'none' = 'none';
    let catchUps = 0;
    let answerCatchUp: () => void = () => {};
    let land: () => void = () => {};
    w.contactCenter.echoes = false;
    wrap(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        const page = await real.catchUp(...args);
        if (catchUps === 1)
          await new Promise<void>((resolve) => {
            answerCatchUp = resolve;
          });
        return page;
      },
      send: async (...args) => {
        if (hold === 'send')
          await new Promise<void>((resolve) => {
            land = resolve;
          });
        return await real.send(...args);
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    hold = 'send';
    await channel.say('ann', 'two');
    await settle();
    hold = 'none';
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(400); // attached again; the history is read without `two`
    expect(catchUps).toBe(1);
    land(); // `two` lands and is accepted
    await settle();
    answerCatchUp();
    await settle();
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    w.contactCenter.fault = (op) => (op === 'send' ? 'unknownBefore' : 'none');
    await channel.say('ann', 'three');
    await settle();
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two', 'three']);
  });

  it('A4 a notice that was just claimed when the process died is not counted for ever', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk);
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
    const claimed = () => [...disk.deliveries.values()].some(({ body, state }) => body.kind === 'failure' && state === 'sending');
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
    const state = [...disk.customers.values()][0]?.state as { toAgent: { queued: number; notices: number } };
    if (process.channel === undefined) expect([state.toAgent.queued, state.toAgent.notices]).toEqual([0, 0]);
    // What follows from it: said while the connection was gone, then ended: never sent, by nobody, ever.
    w.contactCenter.drop(chat);
    await process.channel.say('ann', 'three');
    await process.channel.context().receiveEnd(address('ann'));
    await w.clock.advance(600_000);
    expect(w.contactCenter.heard.filter((text) => !text.startsWith('The customer'))).toEqual(['one', 'two', 'three']);
  });
});
