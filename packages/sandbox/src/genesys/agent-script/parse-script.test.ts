import { expect, it } from 'vitest';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { AgentScript } from './agent-script.ts';
import { parseScript, ScriptError } from './parse-script.ts';

function complaints(script: unknown): readonly string[] {
  try {
    parseScript(script);
  } catch (error) {
    if (error instanceof ScriptError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const steps = 'alert, accept, decline, type, say, hold, transfer, mediaRequest, leave, end, wait, waitFor';

it.each<[string, unknown, string]>([
  [
    'a text',
    'accept',
    'The script must be an object; allowed in it: scenarios, or name, match, repeat, steps for a single one',
  ],
  [
    'nothing',
    undefined,
    'The script must be an object; allowed in it: scenarios, or name, match, repeat, steps for a single one',
  ],
  ['no scenarios', { scenarios: [] }, 'The script scenarios must have a scenario'],
  [
    'a key beside scenarios',
    { scenarios: [{ steps: ['accept'] }], steps: [] },
    'The script has no "steps"; allowed: scenarios, or name, match, repeat, steps for a single one',
  ],
  [
    'a misspelt key',
    { macth: {}, steps: ['accept'] },
    'scenario 1: has no "macth"; allowed: name, match, repeat, steps',
  ],
  [
    'a misspelt match',
    { match: { Queue: 'x' }, steps: ['accept'] },
    'scenario 1: match has no "Queue"; allowed: queue, displayName, customField',
  ],
  ['no steps', { steps: [] }, 'scenario 1: steps must have a step'],
  [
    'an unknown step',
    { name: 'sales', steps: ['accept', 'shout'] },
    `scenario 1 "sales", step 2: "shout" is no step; there are: ${steps}`,
  ],
  ['a step that is a number', { steps: [7] }, `scenario 1, step 1: 7 is no step; there are: ${steps}`],
  [
    'two steps in one',
    { steps: [{ accept: 'Kim', say: 'Hi' }] },
    'scenario 1, step 1 (accept): has no "say"; allowed: accept',
  ],
  [
    'an argument that is not taken',
    { steps: ['accept', { hold: 'x' }] },
    'scenario 1, step 2 (hold): it takes no arguments',
  ],
  [
    'a misspelt argument',
    { steps: [{ accept: { name: 'Kim' } }] },
    'scenario 1, step 1 (accept): has no "name"; allowed: displayName',
  ],
  [
    'another body type',
    { steps: ['accept', { say: { text: 'Hi', bodyType: 'loud' } }] },
    'scenario 1, step 2 (say): bodyType must be standard or notice',
  ],
  [
    'braces that YAML ate',
    { steps: ['accept', { say: { text: null } }] },
    'scenario 1, step 2 (say): text must be text; in YAML, quote what begins with a brace',
  ],
  [
    'another medium',
    { steps: ['accept', { mediaRequest: { types: ['FAX'] } }] },
    'scenario 1, step 2 (mediaRequest): types.0 must be COBROWSE or SCREENSHARE',
  ],
  [
    'a wait of words',
    { steps: [{ wait: '1 s' }] },
    'scenario 1, step 1 (wait): must be a whole number of milliseconds',
  ],
  ['waiting for another thing', { steps: [{ waitFor: 'rain' }] }, 'scenario 1, step 1 (waitFor): must be guestMessage'],
  [
    'an impossible expression',
    { steps: [{ waitFor: 'guestMessage', matches: '(' }] },
    'scenario 1, step 1 (waitFor): matches Invalid regular expression: /(/iu: Unterminated group',
  ],
  ['words before anybody came', { steps: [{ say: 'Hi' }] }, 'scenario 1, step 1 (say): no agent has accepted'],
  [
    'words while it rings',
    { steps: ['alert', 'type'] },
    'scenario 1, step 2 (type): it is ringing, accept or decline comes first',
  ],
  [
    'a second agent',
    { steps: ['accept', 'accept'] },
    'scenario 1, step 2 (accept): an agent is connected already, transfer instead',
  ],
  ['words after the end', { steps: ['accept', 'leave', { wait: 1 }] }, 'scenario 1, step 3 (wait): the chat is over'],
  [
    'a repetition without a wait',
    { repeat: true, steps: ['accept'] },
    'scenario 1: repeat needs a step waitFor to go on from',
  ],
  [
    'a second accept by repetition',
    { repeat: true, steps: [{ waitFor: 'guestMessage' }, 'accept'] },
    'scenario 1, step 2 (accept): an agent is connected already, transfer instead when it is repeated',
  ],
  [
    'a scenario that has no chance',
    { scenarios: [{ steps: ['accept'] }, { name: 'late', steps: ['end'] }] },
    'scenario 2 "late" is never played: scenario 1 fits every chat',
  ],
])('refuses %s', (_name, script, complaint) => {
  expect(complaints(script)).toEqual([complaint]);
});

it('names all faults at once', () => {
  const scenarios = [
    { match: { queue: 'A' }, steps: ['shout', { wait: -1 }] },
    { repeat: 'yes', steps: ['accept'] },
  ];
  expect(complaints({ scenarios })).toEqual([
    expect.stringContaining('scenario 1, step 1'),
    expect.stringContaining('scenario 1, step 2'),
    'scenario 2: repeat must be true or false',
  ]);
});

it('takes all ways of writing a step', () => {
  const written = ['alert', { decline: null }, { accept: 'Kim' }, { transfer: { displayName: 'Lee' } }, { say: 'Hi' }];
  expect(parseScript({ steps: written }).scenarios[0]?.steps).toEqual([
    { kind: 'alert' },
    { kind: 'decline' },
    { kind: 'accept', displayName: 'Kim' },
    { kind: 'transfer', displayName: 'Lee' },
    { kind: 'say', text: 'Hi' },
  ]);
});

it('does not start a sandbox that could not play it', async () => {
  const script = { steps: ['shout'] } as unknown as AgentScript;
  await expect(sandboxForTest({ script })).rejects.toThrow('scenario 1, step 1: "shout" is no step');
});
