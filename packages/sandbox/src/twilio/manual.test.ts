import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { twilioForTest } from '../../test/twilio-sandbox.ts';
import { twilioKnobFlags } from '../cli/twilio-knob-flags.ts';
import { sandboxAccount } from './account.ts';
import { twilioFaultShape } from './faults/fault-rule.ts';
import { defaultTwilioKnobs } from './knobs.ts';

const manual = readFileSync(new URL('../../twilio.md', import.meta.url), 'utf8');

it('lists each knob with its flag and its default', () => {
  const rows = manual.split('\n').flatMap((line) => {
    const [, name, flag, standard] = /^\| `(\w+)` \| `(--[^`]+)` \| `([^`]*)` \|/.exec(line) ?? [];
    return name === undefined ? [] : [[name, flag, standard]];
  });
  const knobs = Object.entries(defaultTwilioKnobs).map(([name, standard]) => {
    return [name, twilioKnobFlags[name as keyof typeof twilioKnobFlags].flag, JSON.stringify(standard)];
  });
  expect(rows).toEqual(knobs);
});

it('names the account as it is', () => {
  const { accountSid, authToken, apiKey, number } = sandboxAccount;
  for (const value of [accountSid, authToken, apiKey.sid, apiKey.secret, number])
    expect(manual).toContain(`\`${value}\``);
});

it('lists calls of the control API that are there', async () => {
  const { url } = await twilioForTest();
  const calls = [...manual.matchAll(/^\| (`(?:GET|POST) \/(?!2010|v1)[^|]*) \|/gm)].flatMap(([, cell = '']) => [
    ...cell.matchAll(/`(GET|POST|PATCH|DELETE) (\/[\w/:-]+)`/g),
  ]);
  expect(calls.length).toBeGreaterThan(15);
  for (const [, method = '', path = ''] of calls) {
    const asked = path.replace(':phone', '%2B12025550199');
    const aborter = new AbortController();
    const response = await fetch(`${url}/_sandbox${asked}`, { method, signal: aborter.signal });
    // What is not mounted says so; anything else may lack a body or a file.
    const said = response.status === 404 ? await response.text() : '';
    expect([method, path, said]).toEqual([method, path, said.includes(`No ${method}`) ? 'mounted' : said]);
    aborter.abort();
  }
});

it('lists effects of calls that are taken', () => {
  const effects = [...manual.matchAll(/^\| `(\w+)` \| [^|]+ \| (?:not )?done/gm)].map(([, effect]) => effect);
  expect(effects).toHaveLength(9);
  for (const effect of effects) {
    expect(twilioFaultShape.safeParse({ operation: 'create', effect }).success, effect).toBe(true);
  }
});
