import { FakeAdapterContext, ManualClock, settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { type SmsWorld, smsWorld } from '../../test/sms-world.ts';

const lost = { operation: 'callback', effect: 'drop', times: null } as const;
const undelivered = { operation: 'delivery', effect: 'undelivered', code: 30005 } as const;

/** Lets time pass, and what is asked then be answered. */
async function after(world: SmsWorld, ms: number): Promise<void> {
  const before = world.context.receipts.length;
  await world.context.clock.advance(ms);
  while (world.context.receipts.length === before) await settle(1);
}

it('asks what became of a message when its callbacks are lost', async () => {
  const world = await smsWorld();
  world.sandbox.control.addFault(lost);
  world.sandbox.control.addFault(undelivered);
  await world.deliver('hello');
  await world.sandbox.control.quiet();
  expect(world.context.receipts).toEqual([]);
  await after(world, 120_000);
  expect(world.context.receipts).toMatchObject([
    { state: 'failed', failure: { human: 'unknown handset (30005)', retryable: false } },
  ]);
});

it('asks at once, so to speak, where callbacks have nowhere to go', async () => {
  const world = await smsWorld({ reachable: false });
  await world.deliver('hello');
  await world.sandbox.control.quiet();
  await after(world, 10_000);
  expect(world.context.receipts).toMatchObject([{ state: 'delivered' }]);
});

it('asks nothing about what callbacks have told', async () => {
  const world = await smsWorld();
  await world.deliver('hello');
  await world.sandbox.control.quiet();
  const asked: unknown[] = [];
  world.sandbox.control.watch((event) => asked.push(event));
  await world.context.clock.advance(3_600_000);
  expect(asked).toEqual([]);
  expect(world.context.clock.armed).toBe(0);
});

it('leaves to the next process what it still waits for', async () => {
  const kept = new Map();
  const publicUrl = 'http://127.0.0.1:9/channels/sms';
  const clock = new ManualClock(Date.now());
  const first = await smsWorld({ context: new FakeAdapterContext({ publicUrl, kept, clock }) });
  await first.deliver('hello');
  await first.sandbox.control.quiet();
  await first.adapter.stop();
  expect([...kept.keys()]).toEqual(['awaiting-receipts']);
  const options = { apiUrl: first.sandbox.url };
  const context = new FakeAdapterContext({ publicUrl, kept, clock });
  const second = await smsWorld({ context, options });
  await after({ ...second, sandbox: first.sandbox }, 120_000);
  expect(context.receipts).toMatchObject([{ state: 'delivered' }]);
  await second.adapter.stop();
  expect([...kept.keys()]).toEqual([]);
});
