import { describe, expect, it } from 'vitest';
import { address } from '../domain/ids.ts';
import { defaultSystemTexts } from '../domain/system-texts.ts';
import { storeThatFills } from '../testing/bent-ports.ts';
import { chatOf, EngineWorld, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

const world = () => worldOn(new MemoryDisk());

describe('the engine', () => {
  it('carries a first message to an agent and the answer back', async () => {
    const w = world();
    const { channel, engine, traces } = await w.startProcess();
    const received = await channel.say('ann', 'hello');
    expect(received.duplicate).toBe(false);
    await settle();
    expect(w.contactCenter.heard).toEqual(['hello']);
    const chat = chatOf(w, 'ann');
    w.contactCenter.say(chat, 'hi, how can I help?');
    await settle();
    expect(w.medium.messages('ann')).toEqual(['hi, how can I help?']);
    expect(traces.map(({ step }) => step)).toEqual([
      'conversation.opening',
      'message.recorded',
      'session.committed',
      'session.attached',
      'session.activated',
      'delivery.sending',
      'delivery.sending',
      'delivery.settled',
      'delivery.settled',
      'message.recorded',
      'delivery.sending',
      'delivery.settled',
    ]);
    await engine.stop(1_000);
    expect(w.problems).toEqual([]);
  });

  it('recognises a repeated id and refuses it with other content', async () => {
    const { channel } = await world().startProcess();
    const first = await channel.say('ann', 'hello', 'id-1');
    expect(await channel.say('ann', 'hello', 'id-1')).toEqual({ ...first, duplicate: true });
    await expect(channel.say('ann', 'other', 'id-1')).rejects.toMatchObject({ code: 'inbound.conflict' });
  });

  it('sends in order while the contact centre comes and goes', async () => {
    const w = world();
    const { channel } = await w.startProcess();
    const faults = ['away', 'none', 'unknownAfter', 'unknownBefore', 'throttled', 'none'] as const;
    let call = 0;
    w.contactCenter.fault = (operation) => (operation === 'send' ? (faults[call++] ?? 'none') : 'none');
    for (const text of ['1', '2', '3', '3', '4', '5']) await channel.say('ann', text);
    await w.clock.advance(120_000);
    expect(w.contactCenter.heard).toEqual(['1', '2', '3', '3', '4', '5']);
    expect(w.contactCenter.chats.filter(({ state }) => state === 'active')).toHaveLength(1);
  });

  it('opens a next conversation with what an ended one did not take', async () => {
    const w = world();
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'away' : 'none');
    await channel.say('ann', 'two');
    await settle();
    w.contactCenter.say(chat, 'last words');
    w.contactCenter.end(chat);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    expect(w.contactCenter.chats).toHaveLength(2);
    expect(w.medium.told('ann')).toEqual(['last words', '<ended>']);
  });

  it('fills the gap of a dropped connection before it goes on with live events', async () => {
    const w = world();
    const { channel, traces } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    const chat = chatOf(w, 'ann');
    for (const text of ['a', 'b']) w.contactCenter.say(chat, text);
    w.contactCenter.drop(chat);
    await settle();
    for (const text of ['c', 'd', 'e', 'f']) w.contactCenter.say(chat, text);
    await w.clock.advance(1_000);
    w.contactCenter.say(chat, 'g');
    await w.clock.advance(1_000);
    expect(w.medium.messages('ann')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    const link = traces.map(({ step }) => step).filter((step) => step.startsWith('session.'));
    expect(link.slice(-3)).toEqual(['session.lost', 'session.attached', 'session.caught-up']);
  });

  it('probes a receiver that is down with one customer and lets the others wait', async () => {
    const w = world();
    const { channel } = await w.startProcess();
    const names = ['ann', 'bob', 'cyd', 'dan'];
    for (const name of names) await channel.say(name, 'hello');
    await settle();
    let attempts = 0;
    w.medium.fault = () => {
      attempts += 1;
      return 'down';
    };
    for (const name of names) {
      const chat = w.contactCenter.chatOf(name);
      if (chat !== undefined) w.contactCenter.say(chat, `to ${name}`);
      await settle();
    }
    expect(attempts).toBe(1);
    await w.clock.advance(10_000);
    expect(attempts).toBeLessThan(8);
    w.medium.fault = () => 'none';
    await w.clock.advance(60_000);
    for (const name of names) expect(w.medium.messages(name)).toEqual([`to ${name}`]);
    expect(w.medium.unflaggedRepeats).toEqual([]);
  });

  it('tells the agent, in the chat, that the customer did not get the message', async () => {
    const w = world();
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.medium.fault = () => 'refused';
    w.contactCenter.say(chat, 'are you there?');
    await settle();
    expect(w.contactCenter.heard).toEqual(['hello', 'The customer did not get your last message: the medium failed']);
  });

  it('expires the whole older run and nothing of it in the middle', async () => {
    const disk = new MemoryDisk();
    const w = new EngineWorld({
      openStore: async () => createMemoryStore(disk),
      maxAgeMs: { toAgent: 3_600_000 },
    });
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const { channel } = await w.startProcess();
    await channel.say('ann', 'old 1');
    await channel.say('ann', 'old 2');
    await w.clock.advance(3_500_000);
    await channel.say('ann', 'young');
    await w.clock.advance(200_000);
    expect(
      [...disk.deliveries.values()].filter(({ direction }) => direction === 'toAgent').map(({ state }) => state),
    ).toEqual(['expired', 'expired', 'pending']);
    expect(w.medium.told('ann')).toEqual([`<${defaultSystemTexts.outage}>`, '<failed>', '<failed>']);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['young']);
  });

  it('takes a customer up anew whose step has failed', async () => {
    const disk = new MemoryDisk();
    let commits = 0;
    const w = new EngineWorld({
      openStore: async () => {
        const store = createMemoryStore(disk);
        const commit: typeof store.commit = async (step) => {
          commits += 1;
          if (commits === 4) throw new RangeError('a mistake of ours');
          return await store.commit(step);
        };
        return { ...store, commit };
      },
    });
    const { channel } = await w.startProcess();
    for (const text of ['one', 'two', 'three']) await channel.say('ann', text, text).catch(() => {});
    await w.clock.advance(60_000);
    expect(commits).toBeGreaterThan(4);
    for (const text of ['one', 'two', 'three']) await channel.say('ann', text, text);
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two', 'three']);
    expect(w.problems).toMatchObject([{ event: 'customer.step-failed' }]);
  });

  it('keeps trying a step that the store cannot take, and refuses new messages meanwhile', async () => {
    const disk = new MemoryDisk();
    let full = false;
    const w = new EngineWorld({
      openStore: async () => storeThatFills(disk, () => full),
    });
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one', 'id-1');
    await settle();
    const chat = chatOf(w, 'ann');
    full = true;
    w.contactCenter.say(chat, 'answer');
    await w.clock.advance(1_000);
    await expect(channel.say('ann', 'two', 'id-2')).rejects.toMatchObject({ code: 'store.unavailable' });
    full = false;
    await w.clock.advance(10_000);
    await channel.say('ann', 'two', 'id-2');
    await settle();
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    expect(w.medium.messages('ann')).toEqual(['answer']);
  });

  it('leaves when the customer ends, after what was said before, and begins anew with what is said after', async () => {
    const w = world();
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    const first = await channel.say('ann', 'two');
    const ended = await channel.context().receiveEnd(address('ann'));
    expect(ended).toBe(true);
    const next = await channel.say('ann', 'three');
    await w.clock.advance(5_000);
    expect(next.conversationId).not.toBe(first.conversationId);
    expect(w.contactCenter.chats.map(({ state, history }) => [state, history.map(({ text }) => text)])).toEqual([
      ['ended', ['one', 'two']],
      ['active', ['three']],
    ]);
  });
});
