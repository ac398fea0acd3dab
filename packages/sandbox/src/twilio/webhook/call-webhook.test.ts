import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { ours, phone, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { sayTwiml, webhookForTest } from '../../../test/webhook-receiver.ts';

describe('a webhook that fails', () => {
  it('is called once more only when it cannot be connected to, then the fallback, with what went wrong', async () => {
    const fallback = await webhookForTest();
    const nobody = 'http://127.0.0.1:1/sms';
    const sandbox = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: nobody, smsFallbackUrl: `${fallback.url}/fallback` }],
    });
    const { sid } = sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    const tries = sandbox.control.webhooks().map(({ purpose, attempt, outcome }) => [purpose, attempt, outcome]);
    expect(tries).toEqual([
      ['inbound', 1, 'connectFailed'],
      ['inbound', 2, 'connectFailed'],
      ['fallback', 1, 200],
    ]);
    expect(fallback.requests[0]?.form).toMatchObject({ MessageSid: sid, ErrorCode: '11205', ErrorUrl: nobody });
    expect(fallback.requests[0] && fallback.isValid(fallback.requests[0])).toBe(true);
    expect(sandbox.control.debugger()).toMatchObject([{ code: 11205, resourceSid: sid, url: nobody, level: 'error' }]);
  });

  it.each([
    ['', [503]],
    ['#rc=2&rp=5xx', [503, 503, 503]],
    ['#rc=9&rp=all', [503, 503, 503, 503, 503, 503]],
    ['#rc=2&rp=4xx,ct', [503]],
    ['#rc=3&rp=nonsense', [503]],
  ])('%j: is tried as its address asks for', async (fragment, outcomes) => {
    const webhook = await webhookForTest();
    webhook.respond = (_request, reply) => reply.writeHead(503).end();
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms${fragment}` }] });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    expect(sandbox.control.webhooks().map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(sandbox.control.debugger()).toMatchObject([{ code: 11200, url: `${webhook.url}/sms` }]);
    const tokens = webhook.requests.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[0]).toBeUndefined();
    expect(new Set(tokens.slice(1)).size).toBe(Math.min(1, outcomes.length - 1));
    expect(webhook.requests.every((request) => webhook.isValid(request))).toBe(true);
  });

  it('is given up after 15 s of silence, in all', async () => {
    const clock = new ManualClock();
    const webhook = await webhookForTest();
    webhook.respond = () => {};
    const smsUrl = `${webhook.url}/sms#rc=3&rp=all&rt=6000`;
    const sandbox = await twilioForTest({ clock, numbers: [{ phoneNumber: ours, smsUrl }] });
    sandbox.control.text({ from: phone, body: 'hi' });
    for (const [tries, waitMs] of [
      [1, 6_000],
      [2, 6_000],
      [3, 3_000],
    ] as const) {
      await webhook.until(tries);
      clock.advance(waitMs);
    }
    await sandbox.control.quiet();
    expect(sandbox.control.webhooks().map(({ outcome }) => outcome)).toEqual(['silent', 'silent', 'silent']);
    expect(sandbox.control.debugger()).toMatchObject([{ code: 11200 }]);
    expect(clock.pending).toBe(0);
  });

  it('is not tried again after a silence by default, unless turned so', async () => {
    const clock = new ManualClock();
    const webhook = await webhookForTest();
    webhook.respond = () => {};
    const sandbox = await twilioForTest({ clock, numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/#rt=1000` }] });
    sandbox.control.text({ from: phone, body: 'hi' });
    await webhook.until(1);
    clock.advance(1_000);
    await sandbox.control.quiet();
    expect(webhook.requests).toHaveLength(1);
    sandbox.control.turn({ retryTimeouts: true });
    sandbox.control.text({ from: phone, body: 'hi' });
    for (const count of [2, 3]) {
      await webhook.until(count);
      clock.advance(1_000);
    }
    await sandbox.control.quiet();
    expect(webhook.requests).toHaveLength(3);
  });

  it('follows a redirect with GET, and loses the parameters', async () => {
    const webhook = await webhookForTest();
    webhook.respond = ({ target }, reply) => {
      if (target === '/sms') reply.writeHead(302, { location: '/there' }).end();
      else sayTwiml(reply);
    };
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms` }] });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    expect(webhook.requests.map(({ method, target }) => [method, target])).toEqual([
      ['POST', '/sms'],
      ['GET', '/there'],
    ]);
    expect(webhook.requests[1]?.body).toBe('');
    expect(webhook.requests.every((request) => webhook.isValid(request))).toBe(true);
  });
});
