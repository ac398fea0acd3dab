import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GenesysInvocation } from './genesys-command.ts';
import { genesysCommand } from './genesys-command.ts';

async function parse(...args: readonly string[]): Promise<GenesysInvocation> {
  let seen: GenesysInvocation | undefined;
  const command = genesysCommand(async (invocation) => {
    seen = invocation;
  });
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync([...args], { from: 'user' });
  if (seen === undefined) throw new Error('not run');
  return seen;
}

function file(content: unknown, name = 'knobs.json'): string {
  const directory = mkdtempSync(join(tmpdir(), 'genesys-command-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

it('turns nothing that was not asked for', async () => {
  expect(await parse()).toEqual({ options: { port: 4010, host: '127.0.0.1' }, trace: false });
});

it('turns each kind of knob', async () => {
  const flags = ['--agent', 'desk', '--jwt-ttl', '60', '--no-own-echo', '--duplicate-frames', '--ended-close-code'];
  expect((await parse(...flags, '4100', '--workflow-greeting', '42')).options).toMatchObject({
    agent: 'desk',
    jwtTtlS: 60,
    ownEcho: false,
    duplicateFrames: true,
    endedCloseCode: 4100,
    workflowGreeting: '42',
  });
});

it('lets flags win over the file', async () => {
  const path = file({ knobs: { graceMs: 1, idleMs: 2 }, deployments: [{ id: 'd', queues: ['Support'] }] });
  expect((await parse('--knobs-file', path, '--idle', '3')).options).toMatchObject({
    graceMs: 1,
    idleMs: 3,
    deployments: [{ id: 'd', queues: ['Support'] }],
  });
});

it.each([
  ['an unknown knob', { knobs: { grace: 1 } }, /grace/],
  ['an impossible value', { knobs: { agent: 'robot' } }, /agent/],
  ['an unknown part of a deployment', { deployments: [{ id: 'd', queue: 'Support' }] }, /queue/],
])('refuses a file with %s', async (_name, content, complaint) => {
  await expect(parse('--knobs-file', file(content))).rejects.toThrow(complaint);
});

it.each([
  ['agent.yaml', 'repeat: true\nsteps:\n  - accept: Kim\n  - waitFor: guestMessage\n  - say: "You said: {text}"\n'],
  [
    'agent.json',
    '{\t"repeat": true,\n\t"steps": [{ "accept": "Kim" }, { "waitFor": "guestMessage" }, { "say": "You said: {text}" }]\n}',
  ],
])('reads a script from %s', async (name, text) => {
  const steps = [{ accept: 'Kim' }, { waitFor: 'guestMessage' }, { say: 'You said: {text}' }];
  expect((await parse('--script', file(text, name))).options.script).toEqual({ repeat: true, steps });
});

it.each([
  ['an unknown step', 'a.yaml', 'steps: [accept, shout]', /a\.yaml:\nscenario 1, step 2: "shout" is no step/],
  ['bad indentation', 'a.yaml', 'steps:\n - accept\n  - say: x\n', /a\.yaml:\n.* at line \d/],
  ['broken JSON', 'a.json', '{"steps": [', /a\.json:\n.*JSON/],
  ['nothing in it', 'a.yaml', '', /a\.yaml:\nThe script must be an object/],
])('refuses a script with %s', async (_name, name, text, complaint) => {
  await expect(parse('--script', file(text, name))).rejects.toThrow(complaint);
});

it('refuses a script that is not there', async () => {
  await expect(parse('--script', join(tmpdir(), 'no-such-script.yaml'))).rejects.toThrow(/no-such-script\.yaml/);
});

it('takes fault rules from the file and from flags', async () => {
  const path = file({ faults: [{ operation: 'message', effect: 'resetAfterWrite' }] });
  const flags = [
    '{"operation":"frame","effect":"drop","frameType":"heartbeat"}',
    '{"operation":"any","effect":"error"}',
  ];
  const { options } = await parse('--knobs-file', path, '--fault', flags[0] ?? '', '--fault', flags[1] ?? '');
  expect(options.faults).toEqual([
    { operation: 'message', effect: 'resetAfterWrite' },
    { operation: 'frame', effect: 'drop', frameType: 'heartbeat' },
    { operation: 'any', effect: 'error' },
  ]);
});

it.each([
  ['broken JSON', '{', /JSON/],
  ['an unknown effect', '{"operation":"message","effect":"sulk"}', /effect/],
  ['an unknown operation', '{"operation":"dance","effect":"drop"}', /operation/],
])('refuses a fault of %s', async (_name, text, complaint) => {
  await expect(parse('--fault', text)).rejects.toThrow(complaint);
});
