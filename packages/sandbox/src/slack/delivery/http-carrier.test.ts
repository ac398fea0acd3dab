import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import type { Posted, Reply } from '../../../test/request-url.ts';
import { isSigned, requestUrl } from '../../../test/request-url.ts';
import { slackForTest, slackTraced } from '../../../test/slack-sandbox.ts';
import type { SlackSandbox } from '../../index.ts';
import { slackDefaults } from '../start-slack.ts';

const channel = 'C0HELPDSK1';
const secret = slackDefaults.signingSecret;

async function app(answer: (posted: Posted) => Reply | undefined = () => ({ status: 200 })) {
  const clock = new ManualClock();
  const target = await requestUrl(answer);
  const sandbox = await slackForTest({ clock, eventsUrl: target.url });
  return { clock, target, sandbox };
}

function say({ control }: SlackSandbox, text = 'Help'): void {
  control.people.say({ user: 'alex', channel, text });
}

const attempt = (sandbox: SlackSandbox) => slackTraced(sandbox, ({ kind }) => kind === 'delivery');

describe('signed HTTP', () => {
  it('posts an event, signed with the secret at this moment', async () => {
    const { target, sandbox, clock } = await app();
    say(sandbox);
    const posted = await target.next();
    expect(posted.headers).toMatchObject({
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(clock.now() / 1_000),
    });
    expect(posted.headers).not.toHaveProperty('x-slack-retry-num');
    expect(isSigned(posted, secret)).toBe(true);
    expect(JSON.parse(posted.body)).toMatchObject({ type: 'event_callback', event: { text: 'Help' } });
  });

  it('tries again at once, after a minute and after five, with the same event, and then gives up', async () => {
    const { target, sandbox, clock } = await app(() => ({ status: 503 }));
    const failed = (number: number) => {
      return slackTraced(sandbox, (event) => event.kind === 'delivery' && event.attempt === number);
    };
    let tried = failed(1);
    say(sandbox);
    const first = await target.next();
    const second = await target.next();
    expect(second.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' });
    for (const [number, waitMs] of [
      [2, 60_000],
      [3, 300_000],
    ] as const) {
      await tried;
      tried = failed(number);
      clock.advance(waitMs - 1);
      expect(clock.pending).toBe(1);
      clock.advance(1);
      const retry = await target.next();
      expect(retry.headers).toMatchObject({ 'x-slack-retry-num': String(number) });
      expect(JSON.parse(retry.body).event_id).toBe(JSON.parse(first.body).event_id);
      expect(isSigned(retry, secret)).toBe(true);
    }
    await tried;
    expect(clock.pending).toBe(0);
  });

  it('gives three seconds', async () => {
    const { target, sandbox, clock } = await app(({ headers }) => {
      return headers['x-slack-retry-num'] === undefined ? undefined : { status: 200 };
    });
    const failed = attempt(sandbox);
    say(sandbox);
    await target.next();
    clock.advance(2_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    expect(await failed).toMatchObject({ outcome: 'timeout', attempt: 0 });
    expect((await target.next()).headers).toMatchObject({ 'x-slack-retry-reason': 'http_timeout' });
  });

  it('stops when the app says so', async () => {
    const { target, sandbox, clock } = await app(() => ({ status: 500, headers: { 'X-Slack-No-Retry': '1' } }));
    const failed = attempt(sandbox);
    say(sandbox);
    await target.next();
    expect(await failed).toMatchObject({ outcome: 'http_error', status: 500 });
    expect(clock.pending).toBe(0);
  });

  it('says that nobody is there', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const sandbox = await slackForTest({ eventsUrl: `http://127.0.0.1:${port}/`, retryDelays: '' });
    const failed = attempt(sandbox);
    say(sandbox);
    expect(await failed).toMatchObject({ outcome: 'connection_failed' });
  });

  it.each(['badSignature', 'noSignature', 'staleTimestamp', 'futureTimestamp'] as const)('plays %s', async (effect) => {
    const { target, sandbox, clock } = await app();
    sandbox.control.addFault({ operation: 'delivery', effect });
    say(sandbox);
    const posted = await target.next();
    const aheadS = Number(posted.headers['x-slack-request-timestamp']) - clock.now() / 1_000;
    const isShifted = effect === 'staleTimestamp' || effect === 'futureTimestamp';
    expect(aheadS).toBe(effect === 'staleTimestamp' ? -3_600 : effect === 'futureTimestamp' ? 3_600 : 0);
    expect(isSigned(posted, secret)).toBe(isShifted);
    expect('x-slack-signature' in posted.headers).toBe(effect !== 'noSignature');
  });

  it('checks the request URL, and its certificate', async () => {
    const { target, sandbox } = await app(({ body }) => {
      return body.startsWith('{') ? { status: 200, body: { challenge: JSON.parse(body).challenge } } : { status: 200 };
    });
    expect(await sandbox.control.verifyUrl()).toEqual({ verified: true, status: 200 });
    const asked = await target.next();
    expect(JSON.parse(asked.body)).toMatchObject({ type: 'url_verification' });
    expect(isSigned(asked, secret)).toBe(true);
    expect(await sandbox.control.sslCheck()).toEqual({ status: 200 });
    const check = await target.next();
    expect(check.body).toContain('ssl_check=1');
    expect(check.headers).not.toHaveProperty('x-slack-signature');
  });

  it('does not believe an app that answers something else', async () => {
    const { sandbox } = await app(() => ({ status: 200, body: 'hello' }));
    expect(await sandbox.control.verifyUrl()).toEqual({ verified: false, status: 200 });
  });
});

describe('faults of deliveries', () => {
  it('duplicates, with one event id', async () => {
    const { target, sandbox } = await app();
    sandbox.control.addFault({ operation: 'delivery', effect: 'duplicate', type: 'message' });
    say(sandbox);
    const ids = [await target.next(), await target.next()].map(({ body }) => JSON.parse(body).event_id);
    expect(ids[0]).toBe(ids[1]);
  });

  it('reorders', async () => {
    const { target, sandbox } = await app();
    sandbox.control.addFault({ operation: 'delivery', effect: 'reorder' });
    say(sandbox, 'first');
    say(sandbox, 'second');
    const texts = [await target.next(), await target.next()].map(({ body }) => JSON.parse(body).event.text);
    expect(texts).toEqual(['second', 'first']);
  });

  it('delays and drops', async () => {
    const { target, sandbox, clock } = await app();
    sandbox.control.addFault({ operation: 'delivery', effect: 'drop' });
    sandbox.control.addFault({ operation: 'delivery', effect: 'delay', delayMs: 5_000 });
    say(sandbox, 'dropped');
    say(sandbox, 'delayed');
    say(sandbox, 'prompt');
    expect(JSON.parse((await target.next()).body).event.text).toBe('prompt');
    clock.advance(5_000);
    expect(JSON.parse((await target.next()).body).event.text).toBe('delayed');
  });
});
