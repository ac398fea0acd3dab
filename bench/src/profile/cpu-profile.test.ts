import { expect, it } from 'vitest';
import { packageOf, topEntries } from './cpu-profile.ts';

const frame = (functionName: string, url: string = '') => ({ functionName, url, lineNumber: 4 });

it('adds up what each function took by itself, from a moment on, without idling', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('go', 'file:///a/packages/core/dist/engine/go.js') },
      { id: 2, callFrame: frame('parse', 'file:///a/node_modules/@x/y/z.js') },
      { id: 3, callFrame: frame('(idle)') },
    ],
    startTime: 1_000,
    endTime: 2_000,
    samples: [1, 1, 2, 3, 1],
    timeDeltas: [100, 100, 300, 400, 100],
  };
  const { byPackage, byFunction } = topEntries(profile, 1_200);
  expect(byPackage).toEqual([
    { name: '@x/y', share: 0.6 },
    { name: 'core', share: 0.4 },
  ]);
  expect(byFunction[1]?.name).toBe('go core engine/go.js:5');
});

it.each([
  ['', '(garbage collector)', '(garbage collector)'],
  ['', 'writev', 'native'],
  ['node:internal/async_hooks', 'emit', 'node'],
  ['file:///a/node_modules/undici/lib/a.js', 'a', 'undici'],
  ['file:///a/node_modules/p/node_modules/@s/q/a.js', 'a', '@s/q'],
  ['file:///a/apps/bridge/dist/main.js', 'a', 'bridge'],
])('counts %s %s to %s', (url, name, owner) => {
  expect(packageOf(url, name)).toBe(owner);
});
