import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sandboxForTest } from '../test/sandbox.ts';
import { knobFlags } from './cli/knob-flags.ts';
import { FaultSwitchboard } from './genesys/control/fault-switchboard.ts';
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

it('lists each fault that strikes at once, with its method and its call', async () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| `([a-z][a-z-]*)(?: \{[^`]*\})?` \|/gm)];
  const methods = Object.getOwnPropertyNames(FaultSwitchboard.prototype).filter((name) => name !== 'constructor');
  expect(rows.map(([, method]) => method)).toEqual(methods);
  const sandbox = await sandboxForTest();
  for (const [, , call] of rows) {
    const response = await fetch(`${sandbox.url}/_sandbox/faults/${call}`, { method: 'POST' });
    expect([call, response.status], 'is mounted').not.toEqual([call, 404]);
  }
});
