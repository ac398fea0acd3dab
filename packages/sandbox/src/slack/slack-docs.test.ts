import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { slackForTest } from '../../test/slack-sandbox.ts';
import { slackKnobFlags } from '../cli/slack-knob-flags.ts';
import { defaultSlackKnobs } from './knobs.ts';
import { slackDefaults } from './start-slack.ts';
import { playedMethods } from './web-api/web-api.ts';

const page = readFileSync(new URL('../../docs/slack.md', import.meta.url), 'utf8');

it('lists each knob with its flag and its default', () => {
  const rows = page.split('\n').flatMap((line) => {
    const [, name, flag, standard] = /^\| `(\w+)` \| `(--[^`]+)` \| `([^`]*)` \|/.exec(line) ?? [];
    return name === undefined ? [] : [[name, flag, standard]];
  });
  const knobs = Object.entries(defaultSlackKnobs).map(([name, standard]) => {
    return [name, slackKnobFlags[name as keyof typeof slackKnobFlags].flag, JSON.stringify(standard)];
  });
  expect(rows).toEqual(knobs);
});

it('names each method that is played, and no other', () => {
  const [, listed = ''] = /## What is played\n\n([\s\S]*?); `GET/.exec(page) ?? [];
  const names = [...listed.matchAll(/`([\w.]+)`/g)].map(([, name]) => name);
  expect(names.sort()).toEqual([...playedMethods].sort());
});

it('publishes what is taken for granted', () => {
  for (const value of Object.values(slackDefaults)) expect(page).toContain(`\`${value}\``);
});

it('names calls of the control API that are there', async () => {
  const sandbox = await slackForTest();
  const rows = [...page.matchAll(/^\| ((?:`(?:GET|POST|PUT|PATCH|DELETE) \/[^`]*`(?:, )?)+) \|/gm)];
  const calls = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+) (\/[^`?]*)/g)]);
  expect(calls.length).toBeGreaterThan(30);
  for (const [, method = '', path = ''] of calls) {
    if (path === '/events' || path.endsWith('…')) continue;
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, { method });
    const text = await response.text();
    expect(text, `${method} ${path}`).not.toContain(`No ${method} /_sandbox`);
  }
});
