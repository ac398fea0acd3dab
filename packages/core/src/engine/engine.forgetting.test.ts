import { describe, expect, it } from 'vitest';
import { address, channelName } from '../domain/ids.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CARD = '4111 1111 1111 1111';

async function forget({ store }: Process, name: string): Promise<void> {
  const record = await store.load({ channel: channelName('web'), address: address(name) });
  if (record === null) throw new Error(`${name} is not known`);
  await store.record({ id: `forget-${name}`, customerId: record.customer.id, at: 0, event: { type: 'forget' } });
  await settle();
}

/** Whatever is left of anybody. */
function leftOn(disk: MemoryDisk): readonly number[] {
  const timelines = [...disk.timeline.values()].flat();
  return [disk.customers, disk.names, disk.conversations, disk.deliveries, disk.seen, disk.inbox]
    .map(({ size }) => size)
    .concat(disk.messages.length, timelines.length);
}

const NOTHING = [0, 0, 0, 0, 0, 0, 0, 0];

async function talked(w: EngineWorld): Promise<Process> {
  const process = await w.startProcess();
  await process.channel.say('ann', 'hello', 'm1');
  await settle();
  w.contactCenter.join(chatOf(w, 'ann'), 'Grace');
  w.contactCenter.say(chatOf(w, 'ann'), 'hi');
  await settle();
  return process;
}

describe('a customer who is to be forgotten', () => {
  it('is, at once, if nothing is open', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await talked(w);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(MINUTE);
    await forget(process, 'ann');
    expect(leftOn(disk)).toEqual(NOTHING);
    expect(w.problems).toEqual([]);
  });

  it('has the open conversation ended first, and what is owed delivered', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await talked(w);
    w.medium.fault = () => 'down';
    w.contactCenter.say(chatOf(w, 'ann'), 'one more thing');
    await settle();
    await forget(process, 'ann');
    await w.clock.advance(MINUTE);
    expect(chatOf(w, 'ann').state).toBe('ended');
    expect(disk.customers.size).toBe(1);
    w.medium.fault = () => 'none';
    await w.clock.advance(10 * MINUTE);
    expect(w.medium.messages('ann')).toEqual(['hi', 'one more thing']);
    expect(leftOn(disk)).toEqual(NOTHING);
    expect(w.problems).toEqual([]);
  });

  it('is forgotten also if the bridge was down when that was asked for', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await talked(w);
    w.kill(process);
    const record = [...disk.customers.values()][0]?.customer;
    if (record === undefined) throw new Error('nobody is there');
    disk.inbox.set('i', { id: 'i', customerId: record.id, at: 0, event: { type: 'forget' } });
    await w.startProcess();
    await w.clock.advance(10 * MINUTE);
    expect(leftOn(disk)).toEqual(NOTHING);
  });

  it.each(Array.from({ length: 14 }, (_, index) => index + 1))(
    'is forgotten although the process dies at its crash point %i',
    async (dieAt) => {
      const disk = new MemoryDisk();
      const w = worldOn(disk);
      w.kill(await talked(w));
      const [row] = disk.customers.values();
      if (row === undefined) throw new Error('nobody is there');
      disk.inbox.set('i', { id: 'i', customerId: row.customer.id, at: 0, event: { type: 'forget' } });
      const dying = await w.startProcess(dieAt);
      await w.clock.advance(MINUTE);
      w.kill(dying);
      await w.startProcess();
      await w.clock.advance(10 * MINUTE);
      expect(leftOn(disk)).toEqual(NOTHING);
      expect(w.medium.messages('ann')).toEqual(['hi']);
    },
  );

  it('comes back as a new one, whose events have later numbers', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await talked(w);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(MINUTE);
    const last = Math.max(...[...disk.timeline.values()].flat().map(({ number }) => number));
    await forget(process, 'ann');
    expect(await process.channel.say('ann', 'hello again', 'm1')).toMatchObject({ duplicate: false });
    await settle();
    expect([...disk.timeline.values()].flat()[0]?.number).toBe(last + 1);
    expect(w.contactCenter.heard).toEqual(['hello', 'hello again']);
  });

  it('who writes while that is under way loses nothing, and is forgotten after that chat', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await talked(w);
    w.contactCenter.fault = (operation) => (operation === 'end' ? 'away' : 'none');
    await forget(process, 'ann');
    await process.channel.say('ann', 'wait', 'm2');
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.heard).toContain('wait');
    w.contactCenter.join(chatOf(w, 'ann'), 'Grace');
    w.contactCenter.say(chatOf(w, 'ann'), 'bye');
    await settle();
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(10 * MINUTE);
    expect(leftOn(disk)).toEqual(NOTHING);
  });
});

describe('what a channel keeps for so long', () => {
  it('goes after that, with a customer of whom nothing else is left', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, {}, { setup: { retainMs: 4 * HOUR } });
    const process = await talked(w);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(3 * HOUR);
    expect(disk.messages).toHaveLength(2);
    await process.channel.say('bea', 'hello');
    await settle();
    await w.clock.advance(3 * HOUR);
    expect(disk.messages.map(({ text }) => text)).toEqual(['hello']);
    expect(disk.customers.size).toBe(1);
    expect(disk.timelineFloor).toBeGreaterThan(0);
  });

  it('stays for ever if nothing is said', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    await talked(w);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(30 * HOUR);
    expect(disk.messages).toHaveLength(2);
  });
});

describe('card numbers', () => {
  it('reach neither the store nor an agent where a channel masks them', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, {}, { setup: { maskCardNumbers: true } });
    const { channel } = await w.startProcess();
    await channel.say('ann', `my card is ${CARD}`, 'm1');
    await settle();
    expect(w.contactCenter.heard).toEqual(['my card is **** **** **** 1111']);
    expect(JSON.stringify([...disk.customers, disk.messages, ...disk.deliveries, ...disk.timeline])).not.toContain(
      CARD,
    );
    expect(await channel.say('ann', `my card is ${CARD}`, 'm1')).toMatchObject({ duplicate: true });
  });

  it('go through as they are elsewhere', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await channel.say('ann', CARD);
    await settle();
    expect(w.contactCenter.heard).toEqual([CARD]);
  });
});
