import { describe, expect, it } from 'vitest';
import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import type { ContactCenter, ContactCenterSink } from '../contracts/contact-center.ts';
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
function wrapAdapter(w: EngineWorld, change: (real: ChannelAdapter) => Partial<ChannelAdapter>): void {
  const connect = w.medium.connect.bind(w.medium);
  w.medium.connect = (capabilities) => {
    const real = connect(capabilities);
    return { ...real, adapter: { ...real.adapter, ...change(real.adapter) } };
  };
}
function chatOf(w: EngineWorld, name: string) {
  const chat = w.contactCenter.chatOf(name);
  if (chat === undefined) throw new Error('no chat');
  return chat;
}

describe('dbg', () => {
  it('B1 finds out that a receiver works again although the contact centre is away', async () => {
    const w = worldOf();
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    let down = true;
    w.medium.fault = () => (down ? 'down' : 'none');
    w.contactCenter.fault = (op) => (op === 'send' ? 'away' : 'none');
    w.contactCenter.say(chat, 'answer');
    await settle();
    await channel.say('ann', 'more');
    await w.clock.advance(5_000);
    down = false;
    await w.clock.advance(1_800_000);
    expect(w.medium.messages('ann')).toEqual(['answer']);
  });

  it('B2 repeats an unknown delivery, flagged, where the adapter cannot tell', async () => {
    const w = worldOf();
    let asked = 0;
    wrapAdapter(w, () => ({
      findSent: async () => {
        asked += 1;
        return { found: 'cannotTell' };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    let calls = 0;
    w.medium.fault = () => (calls++ === 0 ? 'unknownBefore' : 'none');
    w.contactCenter.say(chatOf(w, 'ann'), 'answer');
    await w.clock.advance(3_600_000);
    expect({ told: w.medium.messages('ann'), asked }).toEqual({ told: ['answer'], asked: expect.any(Number) });
  });

  it('B3 a chat that can never be opened fails its messages and is given up', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk, { toAgent: 3_600_000 });
    let opens = 0;
    wrap(w, () => ({
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
    expect({ states: [...disk.deliveries.values()].filter((d) => d.direction === 'toAgent').map((d) => d.state), opensAfter: opens - before }).toEqual({ states: ['failed'], opensAfter: 0 });
  });

  it('B4 opens no chat for a customer all of whose messages have expired', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk, { toAgent: 3_600_000 });
    const { channel } = await w.startProcess();
    w.contactCenter.fault = (op) => (op === 'open' ? 'away' : 'none');
    await channel.say('ann', 'hello');
    await w.clock.advance(2 * 3_600_000);
    expect(w.medium.told('ann')).toEqual(['<failed>']);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(600_000);
    expect(w.contactCenter.chats.map(({ state }) => state)).toEqual([]);
  });

  it('B5 what is said after an attach that failed half-way is not held back to the end', async () => {
    const w = worldOf();
    let resumes = 0;
    wrap(w, (real) => ({
      resume: async (session, signal) => {
        resumes += 1;
        const result = await real.resume(session, signal);
        if (resumes > 1) return result;
        // The stream opened and broke before it was used: the chat is active all the same.
        real.release(session.id);
        return {
          outcome: 'rejected',
          failure: { code: 'stream.closed', scope: 'route', retryable: true, human: 'gone' },
        };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    w.contactCenter.say(chatOf(w, 'ann'), 'welcome');
    await w.clock.advance(60_000);
    w.contactCenter.say(chatOf(w, 'ann'), 'how can I help?');
    await w.clock.advance(600_000);
    expect(w.medium.messages('ann')).toEqual(['welcome', 'how can I help?']);
  });

  it('B6 live words that waited for a merge are not lost when the history cannot be read any more', async () => {
    const w = worldOf();
    let catchUps = 0;
    let answer: () => void = () => {};
    wrap(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        if (catchUps > 1) return await real.catchUp(...args);
        await new Promise<void>((resolve) => { answer = resolve; });
        return {
          outcome: 'rejected',
          failure: { code: 'credentials.expired', scope: 'conversation', retryable: false, human: 'too long' },
        };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    expect(catchUps).toBe(1);
    w.contactCenter.say(chat, 'last words');
    await settle();
    answer();
    await w.clock.advance(60_000);
    expect(w.medium.told('ann')).toEqual(['last words', '<ended>']);
  });

  it('B6b what waited for a merge does not reach the next conversation', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk);
    let catchUps = 0;
    let answer: () => void = () => {};
    wrap(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        if (catchUps > 1) return await real.catchUp(...args);
        await new Promise<void>((resolve) => { answer = resolve; });
        return {
          outcome: 'rejected',
          failure: { code: 'credentials.expired', scope: 'conversation', retryable: false, human: 'too long' },
        };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    await channel.say('ann', 'more');
    w.contactCenter.end(chat); // `ended` is held
    await settle();
    answer();
    await w.clock.advance(600_000);
    expect(w.medium.told('ann')).toEqual(['<ended>']);
    expect(w.contactCenter.chats.length).toBe(2);
    expect(w.contactCenter.heard).toEqual(['hello', 'more']);
  });

  it('B7 one answer of "not active" after an outage does not end a living chat', async () => {
    const w = worldOf();
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

  it('B8 expires the whole older run also at the start of the next process', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk, { toAgent: 3_600_000 });
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
    ]);
  });

  it('B9 a notice never opens a chat', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk);
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

  it('B10 chats that run go on although new ones cannot be opened', async () => {
    const w = worldOf();
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

  it('B11 an adapter that never finishes starting does not hold back the engine', async () => {
    const w = worldOf();
    wrapAdapter(w, () => ({ start: () => new Promise<void>(() => {}) }));
    let started = false;
    void w.startProcess().then(() => { started = true; });
    await w.clock.advance(600_000);
    expect(started).toBe(true);
  });

  it('B12 an adapter whose typing throws does not cost the event its taker', async () => {
    const w = worldOf();
    let sink: ContactCenterSink | null = null;
    wrap(w, (real) => ({ start: async (given) => { sink = given; await real.start(given); } }));
    wrapAdapter(w, () => ({ typing: (() => undefined) as never }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    await (sink as ContactCenterSink | null)?.receive(chatOf(w, 'ann').id, { type: 'typing', name: 'Ann' });
  });

  it('B13 an adapter that gives no outcome counts as unknown', async () => {
    const w = worldOf();
    let calls = 0;
    wrapAdapter(w, () => ({ deliver: (async () => { calls += 1; }) as never }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    w.contactCenter.say(chatOf(w, 'ann'), 'answer');
    await w.clock.advance(600_000);
    expect({ problems: w.problems.length < 20, calls }).toEqual({ problems: true, calls: expect.any(Number) });
  });

  it('B14 a notice for nobody comes to an end', async () => {
    const disk = new MemoryDisk();
    const w = worldOf(disk);
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
});
