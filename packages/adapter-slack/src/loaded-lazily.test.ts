import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const STATIC = /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm;

/** Everything that comes with a module as soon as it is imported. */
function comesWith(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, from, bare] of readFileSync(file, 'utf8').matchAll(STATIC)) {
    const specifier = from ?? bare ?? '';
    if (specifier.startsWith('.')) comesWith(resolve(dirname(file), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

it('a bridge without a Slack channel loads none of Slack’s packages', () => {
  const slack = (name: string) => [...comesWith(here(name))].filter((specifier) => specifier.startsWith('@slack/'));
  expect(slack('./index.ts')).toEqual([]);
  expect(slack('./running-channel.ts').sort()).toEqual([
    '@slack/bolt',
    '@slack/oauth',
    '@slack/socket-mode',
    '@slack/web-api',
  ]);
});
