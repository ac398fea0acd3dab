import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { slackForTest, slackTraced, webClient } from '../../../test/slack-sandbox.ts';
import type { SlackSandbox } from '../../index.ts';
import type { SlackCallFault } from './slack-fault.ts';

const channel = 'C0HELPDSK1';
const operation = 'chat.postMessage';

async function strike(fault: Partial<SlackCallFault> & Pick<SlackCallFault, 'effect'>) {
  const clock = new ManualClock();
  const sandbox = await slackForTest({ clock });
  sandbox.control.addFault({ operation, ...fault });
  return { clock, sandbox, web: webClient(sandbox) };
}

const post = (web: ReturnType<typeof webClient>) => web.chat.postMessage({ channel, text: 'x' });
const posted = ({ control }: SlackSandbox) => control.messages({ user: 'alex', channel }).length;

describe('a fault of a call', () => {
  it.each([
    ['error', {}, { code: 'slack_webapi_http_error', statusCode: 500 }, 0],
    ['error', { error: 'fatal_error' }, { data: { error: 'fatal_error' } }, 0],
    ['error', { status: 429, retryAfterS: 7 }, { code: 'slack_webapi_rate_limited_error', retryAfter: 7 }, 0],
    ['errorAfterWrite', {}, { code: 'slack_webapi_http_error' }, 1],
    ['resetBeforeWrite', {}, { code: 'slack_webapi_request_error' }, 0],
    ['resetAfterWrite', {}, { code: 'slack_webapi_request_error' }, 1],
    ['truncateAnswer', {}, {}, 1],
  ] as const)('%s %j is met as such', async (effect, more, error, written) => {
    const { sandbox, web } = await strike({ effect, ...more });
    await expect(post(web)).rejects.toMatchObject(error);
    expect(posted(sandbox)).toBe(written);
    expect((await post(web)).ok).toBe(true);
  });

  it.each([
    ['noAnswer', 0],
    ['noAnswerAfterWrite', 1],
  ] as const)('%s leaves the client waiting', async (effect, written) => {
    const { sandbox } = await strike({ effect });
    const struck = slackTraced(sandbox, ({ kind }) => kind === 'fault');
    const abort = new AbortController();
    const headers = { Authorization: 'Bearer xoxb-sandbox-bot-token' };
    const body = new URLSearchParams({ channel, text: 'x' });
    const waiting = fetch(`${sandbox.apiUrl}${operation}`, { method: 'POST', headers, body, signal: abort.signal });
    await struck;
    abort.abort();
    await expect(waiting).rejects.toThrow();
    expect(posted(sandbox)).toBe(written);
  });

  it('delay answers later, lateWrite writes later', async () => {
    const { clock, sandbox, web } = await strike({ effect: 'delay', delayMs: 5_000 });
    const struck = () => slackTraced(sandbox, ({ kind }) => kind === 'fault');
    let begun = struck();
    const delayed = post(web);
    await begun;
    expect(posted(sandbox)).toBe(1);
    clock.advance(5_000);
    expect((await delayed).ok).toBe(true);
    sandbox.control.addFault({ operation, effect: 'lateWrite', delayMs: 5_000 });
    begun = struck();
    const abort = new AbortController();
    const headers = { Authorization: 'Bearer xoxb-sandbox-bot-token' };
    const body = new URLSearchParams({ channel, text: 'y' });
    const waiting = fetch(`${sandbox.apiUrl}${operation}`, { method: 'POST', headers, body, signal: abort.signal });
    await begun;
    abort.abort();
    await expect(waiting).rejects.toThrow();
    expect(posted(sandbox)).toBe(1);
    clock.advance(5_000);
    expect(posted(sandbox)).toBe(2);
  });

  it('strikes as often as it says, where it says', async () => {
    const { sandbox, web } = await strike({ effect: 'error', error: 'fatal_error', times: 2, channel });
    expect((await web.chat.postMessage({ channel: 'C0GENERAL1', text: 'x' })).ok).toBe(true);
    expect((await web.auth.test()).ok).toBe(true);
    await expect(post(web)).rejects.toThrow('fatal_error');
    expect(sandbox.control.faults()).toMatchObject([{ remaining: 1 }]);
    await expect(post(web)).rejects.toThrow('fatal_error');
    expect((await post(web)).ok).toBe(true);
    sandbox.control.addFault({ operation: 'any', effect: 'error', error: 'fatal_error', times: null });
    await expect(web.auth.test()).rejects.toThrow('fatal_error');
    await expect(post(web)).rejects.toThrow('fatal_error');
    sandbox.control.clearFaults();
    expect((await post(web)).ok).toBe(true);
  });
});

describe('an outage', () => {
  it.each([
    ['reset', 'slack_webapi_request_error'],
    ['unavailable', 'slack_webapi_http_error'],
  ] as const)('%s is met by every call until Slack is back', async (how, code) => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    sandbox.control.away(how);
    await expect(web.auth.test()).rejects.toMatchObject({ code });
    expect((await fetch(`${sandbox.url}/_sandbox/healthz`)).status).toBe(200);
    sandbox.control.back();
    expect((await web.auth.test()).ok).toBe(true);
  });
});
