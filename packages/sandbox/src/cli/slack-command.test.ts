import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { SlackInvocation } from './slack-command.ts';
import { slackCommand } from './slack-command.ts';

async function parse(...args: readonly string[]): Promise<SlackInvocation> {
  let seen: SlackInvocation | undefined;
  const command = slackCommand(async (invocation) => {
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
  const directory = mkdtempSync(join(tmpdir(), 'slack-command-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'slack.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

it('turns nothing that was not asked for', async () => {
  expect(await parse()).toEqual({ options: { port: 4030, host: '127.0.0.1' }, trace: false });
});

it('takes secrets, the request URL and each kind of knob', async () => {
  const secrets = ['--bot-token', 'xoxb-1', '--app-token', 'xapp-1', '--signing-secret', 's', '--client-id', 'i'];
  const knobs = ['--post-burst', '9', '--no-add-blocks', '--token-rotation', '--retry-delays', '0,1000'];
  const url = 'http://127.0.0.1:8080/channels/helpdesk/events';
  const { options } = await parse(...secrets, ...knobs, '--events-url', url, '--client-secret', 'c', '--mode', 'http');
  expect(options).toMatchObject({
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    signingSecret: 's',
    clientId: 'i',
    clientSecret: 'c',
    eventsUrl: url,
    mode: 'http',
    postBurst: 9,
    addBlocks: false,
    tokenRotation: true,
    retryDelays: '0,1000',
  });
});

it('lets flags win over the file, and adds to its faults', async () => {
  const team = { name: 'Acme', domain: 'acme', people: [{ name: 'ada', realName: 'Ada Park' }], channels: [] };
  const fault = { operation: 'chat.postMessage', effect: 'resetAfterWrite' };
  const path = file({ knobs: { postBurst: 2, socketPingMs: 7 }, teams: [team], faults: [fault] });
  const flag = { operation: 'delivery', effect: 'duplicate', type: 'message', times: null };
  const { options } = await parse('--knobs-file', path, '--post-burst', '3', '--fault', JSON.stringify(flag));
  expect(options).toMatchObject({ postBurst: 3, socketPingMs: 7, teams: [team], faults: [fault, flag] });
});

it.each([
  [['--post-burst', '0']],
  [['--retry-delays', 'soon']],
  [['--mode', 'carrier-pigeon']],
  [['--port', '99999']],
  [['--fault', '{"operation": "chat.postMessage", "effect": "explode"}']],
  [['--fault', 'no json']],
  [['--knobs-file', '/nowhere/slack.json']],
])('refuses %j', async (args) => {
  await expect(parse(...args)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
});

it.each([[{ knobs: { colour: 'red' } }], [{ teams: [] }], [{ teams: [{ name: 'A' }] }], ['{']])(
  'refuses a file with %j',
  async (content) => {
    await expect(parse('--knobs-file', file(content))).rejects.toThrow('slack.json');
  },
);
