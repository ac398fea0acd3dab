import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sandboxAccount } from '../twilio/account.ts';
import type { TwilioInvocation } from './twilio-command.ts';
import { twilioCommand } from './twilio-command.ts';

async function parse(...args: readonly string[]): Promise<TwilioInvocation> {
  let seen: TwilioInvocation | undefined;
  const command = twilioCommand(async (invocation) => {
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
  const directory = mkdtempSync(join(tmpdir(), 'twilio-command-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'twilio.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const { accountSid, authToken, number } = sandboxAccount;

it('turns nothing that was not asked for', async () => {
  expect(await parse()).toEqual({
    options: {
      port: 4020,
      storagePort: 0,
      host: '127.0.0.1',
      accountSid,
      authToken,
      numbers: [{ phoneNumber: number }],
    },
    trace: false,
  });
});

it('turns each kind of knob', async () => {
  const flags = ['--deliver', '60', '--no-geo-parameters', '--duplicate-callbacks', '--callback-order', 'shuffled'];
  expect((await parse(...flags, '--wrong-content-type-code', '12200')).options).toMatchObject({
    deliverMs: 60,
    geoParameters: false,
    duplicateCallbacks: true,
    callbackOrder: 'shuffled',
    wrongContentTypeCode: 12200,
  });
});

it('gives the addresses of flags to all numbers, over those of the file', async () => {
  const numbers = [{ phoneNumber: number, smsUrl: 'http://127.0.0.1/old', city: 'WASHINGTON' }];
  const path = file({ numbers, knobs: { sendMs: 1, deliverMs: 2 }, services: [{ phoneNumbers: [number] }] });
  const flags = ['--sms-url', 'http://127.0.0.1/new#rc=3', '--fallback-url', 'http://127.0.0.1/fallback'];
  const { options } = await parse('--knobs-file', path, '--deliver', '3', ...flags, '--sms-method', 'GET');
  expect(options).toMatchObject({ sendMs: 1, deliverMs: 3, services: [{ phoneNumbers: [number] }] });
  expect(options.numbers).toEqual([
    {
      phoneNumber: number,
      city: 'WASHINGTON',
      smsUrl: 'http://127.0.0.1/new#rc=3',
      smsMethod: 'GET',
      smsFallbackUrl: 'http://127.0.0.1/fallback',
    },
  ]);
  const { options: two } = await parse(
    '--numbers',
    '+12025550101, +12025550102',
    '--status-callback',
    'http://a.example',
  );
  expect(two.numbers?.map((one) => [one.phoneNumber, one.statusCallback])).toEqual([
    ['+12025550101', 'http://a.example'],
    ['+12025550102', 'http://a.example'],
  ]);
});

it('takes fault rules from the file and from flags', async () => {
  const path = file({ faults: [{ operation: 'create', effect: 'resetAfterWrite' }] });
  const flag = '{"operation":"delivery","effect":"undelivered","code":30003}';
  expect((await parse('--knobs-file', path, '--fault', flag)).options.faults).toEqual([
    { operation: 'create', effect: 'resetAfterWrite' },
    { operation: 'delivery', effect: 'undelivered', code: 30003 },
  ]);
});

it.each([
  ['an unknown knob', { knobs: { deliver: 1 } }, /deliver/],
  ['an impossible value', { knobs: { callbackOrder: 'odd' } }, /callbackOrder/],
  ['a number that is none', { numbers: [{ phoneNumber: '0100' }] }, /E\.164/],
  ['an unknown part of a service', { services: [{ phoneNumbers: [], url: 'x' }] }, /url/],
  ['a pool of foreign numbers', { services: [{ phoneNumbers: ['+12025550177'] }] }, /\+12025550177.* no number of the/],
  ['broken JSON', '{', /JSON/],
])('refuses a file with %s', async (_name, content, complaint) => {
  await expect(parse('--knobs-file', file(content))).rejects.toThrow(complaint);
});

it.each([
  [['--numbers', '5550100'], /E\.164/],
  [['--account-sid', 'ACsandbox'], /32 hexadecimal/],
  [['--sms-url', 'localhost:8080/sms'], /http/],
  [['--sms-method', 'PUT'], /GET, POST/],
  [['--deliver', 'soon'], /--deliver/],
  [['--port', 'http'], /Not a port/],
  [['--fault', '{"operation":"create","effect":"sulk"}'], /effect/],
  [['--fault', '{'], /JSON/],
])('refuses %j', async (args, complaint) => {
  await expect(parse(...args)).rejects.toThrow(complaint);
});
