import { expect, it } from 'vitest';
import { type TextFile, textFiles } from './repository.ts';

/** Folders of somebody's own machine, standing alone or at the beginning of a path. */
const MACHINE_PATH = /(?<![\w.~$}-])\/(?:work|home|root|Users)\/[\w.]/;

function machinePaths({ path, text }: TextFile): readonly string[] {
  return text.split('\n').flatMap((line, index) => (MACHINE_PATH.test(line) ? [`${path}:${index + 1}`] : []));
}

it('no text speaks of one machine', () => {
  expect(textFiles(() => true).flatMap(machinePaths)).toEqual([]);
});

it('finds paths and lets addresses pass', () => {
  const path = (...names: readonly string[]) => ['', ...names].join('/');
  const found = [`cd ${path('work', 'main')}`, `"${path('home', 'ann', 'a.db')}"`, `sqlite:${path('root', 'a.db')}`];
  expect(machinePaths({ path: 'a.md', text: found.join('\n') })).toEqual(['a.md:1', 'a.md:2', 'a.md:3']);
  const fine = [`https://example.com${path('home', 'a')}`, `\${PWD}${path('work', 'a')}`, path('var', 'lib', 'a')];
  expect(machinePaths({ path: 'a.md', text: fine.join('\n') })).toEqual([]);
});
