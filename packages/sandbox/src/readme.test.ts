import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { knobFlags } from './cli/knob-flags.ts';
import { defaultKnobs } from './genesys/knobs.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('lists each knob with its flag and its default', () => {
  const rows = readme.split('\n').flatMap((line) => {
    const [, name, flag, standard] = /^\| `(\w+)` \| `(--[^`]+)` \| `([^`]*)` \|/.exec(line) ?? [];
    return name === undefined ? [] : [[name, flag, standard]];
  });
  const knobs = Object.entries(defaultKnobs).map(([name, standard]) => {
    return [name, knobFlags[name as keyof typeof knobFlags].flag, JSON.stringify(standard)];
  });
  expect(rows).toEqual(knobs);
});
