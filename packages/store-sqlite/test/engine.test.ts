import { testEngine } from '@trunkline/core/testing';
import { describe, it } from 'vitest';
import { TestDatabase } from './test-database.ts';

const PATIENCE_MS = 120_000;

testEngine(
  { describe, it: (name, body) => it(name, { timeout: PATIENCE_MS }, body) },
  {
    async place() {
      const database = await TestDatabase.setUp();
      return {
        open: (clock) => {
          database.clock = clock;
          return database.open({ syncsWithin: true });
        },
        remove: () => database.tearDown(),
      };
    },
  },
);
