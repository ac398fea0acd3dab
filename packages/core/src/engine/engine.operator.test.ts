import { describe, expect, it } from 'vitest';
import type { Delivery } from '../domain/delivery.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';
import type { OperatorEvent } from './engine-options.ts';

const HOUR = 3_600_000;
let items = 0;

async function ask({ store }: Process, delivery: Delivery, type: 'retry' | 'drop'): Promise<void> {
  items += 1;
  const event: OperatorEvent = { type, deliveryId: delivery.id };
  await store.record({ id: `i${items}`, customerId: delivery.customerId, at: 0, event: { ...event } });
  await settle();
}

function deliveries(disk: MemoryDisk, direction: Delivery['direction']): readonly Delivery[] {
  return [...disk.deliveries.values()].filter((one) => one.direction === direction && one.body.kind === 'message');
}

function only(rows: readonly Delivery[]): Delivery {
  const [row] = rows;
  if (row === undefined) throw new Error('there is no delivery');
  return row;
}

describe('a delivery that an operator has sent again', () => {
  it('is a new one that names the old one, which stays as it is', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: HOUR });
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await w.clock.advance(2 * HOUR);
    const old = only(deliveries(disk, 'toAgent'));
    expect(old.state).toBe('expired');
    w.contactCenter.fault = () => 'none';
    await ask(process, old, 'retry');
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['hello']);
    expect(deliveries(disk, 'toAgent')).toMatchObject([
      { id: old.id, state: 'expired', retryOf: null },
      { state: 'sent', retryOf: old.id },
    ]);
  });

  it('is sent again once, however often that is asked for', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toAgent: HOUR });
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await w.clock.advance(2 * HOUR);
    w.contactCenter.fault = () => 'none';
    const old = only(deliveries(disk, 'toAgent'));
    for (let time = 0; time < 2; time += 1) await ask(process, old, 'retry');
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['hello']);
  });

  it('does nothing if it was not given up', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    await ask(process, only(deliveries(disk, 'toAgent')), 'retry');
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['hello']);
    expect(await process.store.inbox(10)).toEqual([]);
  });
});

describe('a delivery that an operator has dropped', () => {
  async function answeredWhileDown(disk: MemoryDisk): Promise<{ w: EngineWorld; process: Process }> {
    const w = worldOn(disk);
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    w.medium.fault = () => 'down';
    for (const text of ['one', 'two', 'three']) w.contactCenter.say(chatOf(w, 'ann'), text);
    await settle();
    return { w, process };
  }

  it('is never sent, what stands behind it is, and the agent is told', async () => {
    const disk = new MemoryDisk();
    const { w, process } = await answeredWhileDown(disk);
    const [one, two] = deliveries(disk, 'toCustomer');
    expect([one?.state, two?.state]).toEqual(['waiting', 'pending']);
    for (const row of [one, two]) if (row !== undefined) await ask(process, row, 'drop');
    w.medium.fault = () => 'none';
    await w.clock.advance(600_000);
    expect(w.medium.messages('ann')).toEqual(['three']);
    expect(deliveries(disk, 'toCustomer').map(({ state }) => state)).toEqual(['dropped', 'dropped', 'sent']);
    const notice = 'The customer did not get your last message: an operator has dropped it';
    expect(w.contactCenter.heard).toEqual(['hello', notice, notice]);
  });

  it('that has been sent already stays sent', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    await ask(process, only(deliveries(disk, 'toAgent')), 'drop');
    expect(only(deliveries(disk, 'toAgent')).state).toBe('sent');
  });
});
