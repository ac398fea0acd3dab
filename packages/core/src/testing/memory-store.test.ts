import { describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.ts';
import { createMemoryStore, MemoryDisk } from './memory-store.ts';
import { testStore } from './store-suite.ts';

testStore(
  { describe, it },
  {
    setUp: async () => {
      const disk = new MemoryDisk();
      return {
        clock: new ManualClock(),
        open: async () => createMemoryStore(disk),
        openReader: async () => createMemoryStore(disk, 'reader'),
        crash: async () => {},
        tearDown: async () => {},
      };
    },
  },
);

it('counts no beat of an owner whose time is over', async () => {
  const disk = new MemoryDisk();
  const [first, second] = [createMemoryStore(disk), createMemoryStore(disk)];
  await second.beat(1);
  await first.beat(2);
  expect(await createMemoryStore(disk).aliveAt()).toBe(1);
});
