import { describe, it } from 'vitest';
import { testEngine } from '../testing/engine-suite.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

testEngine(
  { describe, it: (name, body) => it(name, { timeout: 60_000 }, body) },
  {
    place: async () => {
      const disk = new MemoryDisk();
      return { open: async () => createMemoryStore(disk), remove: async () => {} };
    },
  },
);
