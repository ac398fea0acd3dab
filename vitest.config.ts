import { defineConfig } from 'vitest/config';

const conditions = ['@trunkline/source', 'module', 'node', 'development|production'];
const source = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...source,
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          // Nothing is waited for that long; on a busy machine a test may take its time.
          testTimeout: 30_000,
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'chaos/src/**/*.test.ts',
          ],
        },
      },
      { ...source, test: { name: 'checks', testTimeout: 60_000, include: ['checks/**/*.test.ts'] } },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['apps/*/test/**/*.test.ts', 'bench/test/**/*.test.ts', 'chaos/test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
