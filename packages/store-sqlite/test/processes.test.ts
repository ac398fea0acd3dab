import { CustomerSteps, customerOf } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { Child, withChild } from './child-process.ts';
import { type TestDatabase, withDatabase } from './test-database.ts';

const OWNER = new URL('child-owner.ts', import.meta.url);
const RECORDER = new URL('child-recorder.ts', import.meta.url);
const COMMITTER = new URL('child-committer.ts', import.meta.url);
const BEATER = new URL('child-beater.ts', import.meta.url);
const PATIENCE_MS = 60_000;
const CUSTOMERS = ['ada', 'bob', 'eve'];

it(
  'is locked while another process owns it, and free at once when that one is killed',
  () =>
    withDatabase((database) =>
      withChild(new Child(OWNER, [database.url]), async (child) => {
        await child.told(1);
        await expect(database.open()).rejects.toMatchObject({ code: 'store.locked' });
        const reader = await database.openReader();
        expect(await reader.inbox(1)).toEqual([]);
        await child.kill();
        const store = await database.open();
        expect(store.ownedUntil()).toBe(Number.POSITIVE_INFINITY);
      }),
    ),
  PATIENCE_MS,
);

it(
  'hears of what another process recorded',
  () =>
    withDatabase(async (database) => {
      const store = await database.open();
      let calls = 0;
      store.onWork(async () => {
        calls += 1;
      });
      await database.clock.advance(5_000);
      expect(calls).toBe(0);
      await withChild(new Child(RECORDER, [database.url, 'one']), async (child) => {
        await child.told(1);
        await database.clock.advance(1_000);
        expect(calls).toBe(1);
        expect(await store.inbox(10)).toMatchObject([{ id: 'one' }]);
      });
    }),
  PATIENCE_MS,
);

it.each([1, 37, 400])(
  'has everything that was acknowledged before a kill -9 (after %i commits)',
  (commits) =>
    withDatabase((database) =>
      withChild(new Child(COMMITTER, [database.url, CUSTOMERS.join(',')]), async (child) => {
        await child.told(commits);
        await child.kill();
        expect(child.lines.length).toBeGreaterThanOrEqual(commits);
        for (const name of CUSTOMERS) await expectWhole(database, name, acknowledged(child, name));
      }),
    ),
  PATIENCE_MS,
);

it(
  'knows when a killed owner was last alive',
  () =>
    withDatabase((database) =>
      withChild(new Child(BEATER, [database.url]), async (child) => {
        await child.told(20);
        expect(await (await database.openReader()).aliveAt()).toBeGreaterThanOrEqual(20);
        await child.kill();
        const acknowledged = Number(child.lines.at(-1));
        const aliveAt = await (await database.open()).aliveAt();
        expect([acknowledged, acknowledged + 1]).toContain(aliveAt);
      }),
    ),
  PATIENCE_MS,
);

function acknowledged(child: Child, name: string): number {
  return child.lines.filter((line) => line.startsWith(`${name} `)).length;
}

/** Every step whole, without holes, and none missing that was acknowledged. */
async function expectWhole(database: TestDatabase, name: string, acknowledged: number): Promise<void> {
  const store = await database.open();
  const steps = new CustomerSteps(store, customerOf(name));
  const version = (await store.load(steps.customer))?.version ?? 0;
  expect(version).toBeGreaterThanOrEqual(acknowledged);
  const counts = Array.from({ length: version }, (_, index) => index + 1);
  const conversationId = steps.conversationId('one');
  const texts = counts.map((count) => steps.message(String(count)).text);
  expect((await store.messages(conversationId)).map(({ text }) => text)).toEqual(texts);
  expect((await store.deliveries({ conversationId, limit: 1e6 })).map(({ seq }) => seq)).toEqual(counts);
  const timeline = await store.timeline(steps.customer.id, { after: 0, limit: 1e6 });
  expect(timeline.map(({ number }) => number)).toEqual(counts);
  await store.close();
}
