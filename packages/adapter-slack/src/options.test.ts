import { expect, it } from 'vitest';
import { adapter } from './adapter.ts';

const socket = { mode: 'socket', botToken: 'xoxb-0123456789', appToken: 'xapp-0123456789' };
const http = { mode: 'http', botToken: 'xoxb-0123456789', signingSecret: 'signing-secret-0123456789' };
const oauth = { clientId: '1.2', clientSecret: 'client-secret-0123456789', stateSecret: 'state-secret-0123456789' };

const problems = (options: unknown): readonly string[] =>
  (adapter.options.safeParse(options).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

it.each([
  socket,
  http,
  { ...socket, botToken: undefined, oauth },
  { ...socket, botToken: 'xoxe.xoxb-1-0123456789' },
  { ...http, signingSecret: ['old-secret-0123456789', 'new-secret-0123456789'] },
])('takes %o', (options) => {
  expect(problems(options)).toEqual([]);
});

it.each([
  [{ ...socket, appToken: undefined }, /^appToken: socket mode needs/],
  [{ ...http, signingSecret: undefined }, /^signingSecret: http mode needs/],
  [{ ...socket, botToken: undefined }, /^botToken: .*oauth/],
  [{ ...socket, oauth }, /^oauth: either/],
  [{ ...socket, botToken: 'xapp-0123456789' }, /^botToken: a bot token begins with `xoxb-`/],
  [{ ...socket, appToken: 'xoxb-0123456789' }, /^appToken: an app-level token begins with/],
  [{ ...socket, command: 'agent' }, /^command: a command is a slash/],
  [{ ...socket, allow: { channels: ['#general'] } }, /^allow\.channels\.0: channels are named by id/],
  [{ ...socket, allow: { users: ['@ada'] } }, /^allow\.users\.0: people are named by id/],
  [{ ...socket, queue: 'Support' }, /queue/],
  [{ ...socket, queues: ['q'.repeat(151)] }, /^queues\.0/],
])('refuses %o', (options, expected) => {
  expect(problems(options).join('\n')).toMatch(expected);
});

it('no problem repeats a secret', () => {
  const told = problems({ ...socket, botToken: 'not-a-token', appToken: 'neither one' }).join();
  expect(told).not.toMatch(/not-a-token|neither one/);
});

it('completes the address of the API with the slash that Slack’s client needs', () => {
  expect(adapter.options.parse({ ...socket, apiUrl: 'http://127.0.0.1:4030/api' }).apiUrl).toBe(
    'http://127.0.0.1:4030/api/',
  );
});
