import { describe, expect, it } from 'vitest';
import { address } from '../domain/ids.ts';
import type { Kept } from '../session/state.ts';
import { chatOf, EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { begin, heardIn, operator, restartAfter } from '../testing/lost-chat-scene.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

const MINUTE = 60_000;

/** Says something whose answer is half a second on its way and never echoed. */
async function saySlowly(w: EngineWorld, { channel }: Process, text: string): Promise<void> {
  w.contactCenter.echoes = false;
  w.contactCenter.slowness = () => 500;
  await channel.say('ann', text);
  await settle();
  w.contactCenter.slowness = () => 0;
}

describe('what is unanswered', () => {
  it('includes what arrived while the agent was speaking', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    await saySlowly(w, process, 'the blue one');
    w.contactCenter.say(chatOf(w, 'ann'), 'hello, I am Ann');
    await w.clock.advance(5_000);
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('the blue one');
  });

  it('includes what an operator had sent again after the answer', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await begin(w, 'one');
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'away' : 'none');
    await process.channel.say('ann', 'two');
    await settle();
    await operator(process, disk, { type: 'drop', text: 'two' });
    w.contactCenter.fault = () => 'none';
    w.contactCenter.say(chatOf(w, 'ann'), 'answer to one');
    await operator(process, disk, { type: 'retry', text: 'two' });
    await w.clock.advance(MINUTE);
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('two');
  });

  it('is nothing if the history shows an answer to what was under way', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    await saySlowly(w, process, 'the blue one');
    w.kill(process);
    w.contactCenter.say(chatOf(w, 'ann'), 'it is on its way');
    await w.clock.advance(5 * MINUTE);
    await w.startProcess();
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
  });

  it('is still unanswered if the history brings an older word of the agent', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w, 'one');
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    const chat = chatOf(w, 'ann');
    const listeners = [...chat.listeners];
    chat.listeners.clear();
    w.contactCenter.say(chat, 'hello');
    for (const listener of listeners) chat.listeners.add(listener);
    await process.channel.say('ann', 'two');
    await w.clock.advance(1_000);
    w.contactCenter.drop(chat);
    await w.clock.advance(5_000);
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('two');
  });

  it('is carried through six losses', async () => {
    const w = worldOn(new MemoryDisk());
    let process = await begin(w);
    for (let loss = 0; loss < 6; loss += 1) {
      process = await restartAfter(w, process, 5 * MINUTE);
      await w.clock.advance(6 * MINUTE);
    }
    expect(heardIn(w, 6).join()).toContain('my order is late');
  });

  it('is told with the next message when nobody tries any more', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await begin(w);
    for (let minute = 0; minute < 12; minute += 1) {
      const current = w.contactCenter.chatOf('ann');
      if (current?.state === 'active') w.contactCenter.end(current);
      await w.clock.advance(MINUTE);
    }
    await channel.say('ann', 'hello?');
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 4)[0]).toContain('my order is late');
  });

  it('survives a chat that ends before the store could be read', async () => {
    const disk = new MemoryDisk();
    let slowMs = 0;
    const w: EngineWorld = new EngineWorld({
      openStore: async (clock) => {
        const store = createMemoryStore(disk);
        const deliveries: typeof store.deliveries = async (filter) => {
          if (slowMs > 0) await new Promise<void>((resolve) => clock.setTimeout(resolve, slowMs));
          return await store.deliveries(filter);
        };
        return { ...store, deliveries };
      },
    });
    await begin(w);
    slowMs = 3_000;
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(1_000);
    w.contactCenter.end(chatOf(w, 'ann'));
    slowMs = 0;
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 2).join()).toContain('my order is late');
  });
});

describe('how long nobody was attached', () => {
  it('counts also for who writes while the adapters are starting', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    w.kill(process);
    await w.clock.advance(5 * MINUTE);
    const connect = w.medium.connect.bind(w.medium);
    w.medium.connect = (capabilities) => {
      const channel = connect(capabilities);
      const start: typeof channel.adapter.start = async (context) => {
        await channel.adapter.start(context);
        await channel.say('ann', 'hello?');
      };
      return { ...channel, adapter: { ...channel.adapter, start } };
    };
    await w.startProcess();
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1)[0]).toContain('my order is late');
  });

  it('counts from the last attachment, over a process that never got through', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    w.contactCenter.fault = (operation) => (operation === 'resume' ? 'away' : 'none');
    const second = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(20_000);
    w.contactCenter.fault = () => 'none';
    await restartAfter(w, second, 1_000);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('my order is late');
  });

  it('ends with the attachment, even if the history cannot be read for long', async () => {
    const w = worldOn(new MemoryDisk());
    await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    w.contactCenter.fault = (operation) => (operation === 'catchUp' ? 'away' : 'none');
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(5 * MINUTE);
    w.contactCenter.end(chatOf(w, 'ann'));
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(5 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
  });
});

describe('a continuation', () => {
  it('is not an empty chat when its transcript became too old while nothing could be opened', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(25 * 60 * MINUTE);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60 * MINUTE);
    const empty = w.contactCenter.chats.filter(({ history, state }) => state === 'active' && history.length === 0);
    expect(empty).toEqual([]);
  });

  it('does not make a new message wait', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await begin(w);
    for (const waitMs of [30_000, 30_000, 1_000]) {
      w.contactCenter.end(chatOf(w, 'ann'));
      await w.clock.advance(waitMs);
    }
    await channel.say('ann', 'hello?');
    await w.clock.advance(5_000);
    expect(w.contactCenter.heard).toContain('hello?');
  });

  it('of which an operator drops a part leaves nothing behind', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const first = await w.startProcess();
    for (const letter of ['a', 'b', 'c']) await first.channel.say('ann', letter.repeat(3_000));
    await w.clock.advance(1_000);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const process = await restartAfter(w, first, 5 * MINUTE);
    await w.clock.advance(1_000);
    const parts = [...disk.deliveries.values()].filter(({ state }) => state === 'pending');
    const text = parts[1]?.body.kind === 'message' ? parts[1].body.text : '';
    await operator(process, disk, { type: 'drop', text });
    await process.channel.context().receiveEnd(address('ann'));
    await w.clock.advance(1_000);
    expect([...disk.deliveries.values()].filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('that is dropped leaves no old time in the lane', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const first = await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const process = await restartAfter(w, first, 5 * MINUTE);
    await w.clock.advance(1_000);
    await process.channel.context().receiveEnd(address('ann'));
    await w.clock.advance(60 * MINUTE);
    await process.channel.say('bob', 'hi');
    await w.clock.advance(100);
    await process.channel.say('ann', 'hi');
    await w.clock.advance(100);
    expect(w.medium.told('ann').join()).not.toContain('cannot reach');
    const [row] = [...disk.customers.values()];
    expect((row?.state as Kept | undefined)?.conversation).not.toBeNull();
  });

  it('of a session that seems to have expired when it is opened is sent nevertheless', async () => {
    const w = worldOn(new MemoryDisk());
    w.contactCenter.lifeMs = -1_000;
    await begin(w);
    await w.clock.advance(120 * MINUTE);
    const silent = w.contactCenter.chats.filter(({ history }) => history.length === 0);
    expect(silent).toEqual([]);
  });
});

describe('what was said before', () => {
  it('is told with the next message also if the first one became too old', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    w.contactCenter.say(chatOf(w, 'ann'), 'one moment');
    await w.clock.advance(15 * MINUTE);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(MINUTE);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    await channel.say('ann', 'x');
    await w.clock.advance(25 * 60 * MINUTE);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60 * MINUTE);
    await channel.say('ann', 'y');
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.heard.at(-2)).toContain('What was said before');
  });
});

describe('a chat that is being left', () => {
  it('is not sent what belongs to the next one', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    await saySlowly(w, process, 'bye');
    await process.channel.context().receiveEnd(address('ann'));
    await process.channel.say('ann', 'one more thing');
    w.medium.fault = () => 'refused';
    w.contactCenter.say(chatOf(w, 'ann'), 'anything else?');
    await settle();
    w.medium.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 0)).toEqual(['my order is late', 'bye', expect.stringContaining('did not get')]);
    expect(heardIn(w, 1)).toEqual(['one more thing']);
  });
});

describe('a chat whose only message was given up while it was being opened', () => {
  it('is not attached', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    w.contactCenter.slowness = () => 2_000;
    const process = await begin(w);
    await operator(process, disk, { type: 'drop', text: 'my order is late' });
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.chats.map(({ state }) => state)).not.toContain('active');
  });
});
