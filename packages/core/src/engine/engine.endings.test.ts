import { describe, expect, it } from 'vitest';
import type { AdapterState } from '../contracts/abilities.ts';
import { address } from '../domain/ids.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const ANN = address('ann');
const STOP = { id: 'SM9', notice: 'The customer has opted out.', lastWords: 'STOP', reason: 'opted out' };

async function talking(world: EngineWorld): Promise<Process> {
  const process = await world.startProcess();
  await process.channel.say('ann', 'hello', 'SM1');
  await settle();
  return process;
}

describe('a customer who ends with words', () => {
  it('has the agent told why, then what was said last, then the chat is left', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await talking(w);
    expect(await channel.context().receiveEnd(ANN, STOP)).toBe(true);
    await settle();
    expect(w.contactCenter.heard).toEqual(['hello', 'The customer has opted out.', 'STOP']);
    expect(chatOf(w, 'ann').state).toBe('ended');
    expect(await channel.context().conversation(ANN)).toBeNull();
  });

  it('is not ended again when the provider comes again, even in a later chat', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await talking(w);
    await channel.context().receiveEnd(ANN, STOP);
    await settle();
    expect(await channel.context().receiveEnd(ANN, STOP)).toBe(false);
    await channel.say('ann', 'me again', 'SM10');
    await settle();
    expect(await channel.context().receiveEnd(ANN, STOP)).toBe(false);
    expect(await channel.context().conversation(ANN)).not.toBeNull();
    expect(w.contactCenter.heard.filter((text) => text === 'STOP')).toHaveLength(1);
  });

  it('has it told after an outage too', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await talking(w);
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'away' : 'none');
    await channel.context().receiveEnd(ANN, STOP);
    await w.clock.advance(20_000);
    expect(chatOf(w, 'ann').state).toBe('active');
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['hello', 'The customer has opted out.', 'STOP']);
    expect(chatOf(w, 'ann').state).toBe('ended');
  });
});

describe('what an adapter wants to know again', () => {
  it('is given to the end of the conversation too, and to the next one not', async () => {
    const w = worldOn(new MemoryDisk());
    const given: [string, AdapterState | null][] = [];
    bendAdapter(w, () => ({
      deliver: async ({ delivery: { id, body }, adapterState }) => {
        given.push([body.kind === 'status' ? body.status : body.kind, adapterState]);
        return { outcome: 'accepted', key: id, adapterState: { post: given.length } };
      },
    }));
    const { channel } = await talking(w);
    w.contactCenter.say(chatOf(w, 'ann'), 'hello ann');
    await settle();
    w.contactCenter.end(chatOf(w, 'ann'));
    await settle();
    await channel.say('ann', 'again');
    await settle();
    expect(given).toEqual([
      ['waiting', null],
      ['message', { post: 1 }],
      ['ended', { post: 2 }],
      ['waiting', null],
    ]);
  });
});

describe('what an adapter keeps for itself', () => {
  it('is there for the next process, and only for the same channel', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const first = await w.startProcess();
    await first.channel.context().storage.put({ 'team/T1': { token: 'x' }, 'team/T2': 2 });
    w.kill(first);
    const { storage } = (await w.startProcess()).channel.context();
    expect(await storage.get('team/T1')).toEqual({ token: 'x' });
    expect(await storage.list({ prefix: 'team/', after: 'team/T1' })).toEqual([{ key: 'team/T2', value: 2 }]);
    expect([...disk.entries.keys()]).toEqual(['channel/web']);
  });
});

it('a channel says of itself what keeps it from working, without being taken for one that has not started', async () => {
  const w = worldOn(new MemoryDisk());
  const { engine, channel } = await w.startProcess();
  channel.context().reportHealth('the socket is gone');
  channel.context().reportHealth('the socket is gone');
  expect(engine.health()).toMatchObject([{ state: 'started', error: 'the socket is gone' }]);
  expect(w.problems).toMatchObject([{ event: 'channel.unhealthy' }]);
  channel.context().reportHealth(null);
  expect(engine.health()).toMatchObject([{ state: 'started', error: null }]);
});
