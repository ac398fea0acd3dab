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

function file(content: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), 'knobs-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'knobs.json');
  writeFileSync(path, JSON.stringify(content));
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
