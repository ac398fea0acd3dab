import { describe, it } from 'vitest';
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
