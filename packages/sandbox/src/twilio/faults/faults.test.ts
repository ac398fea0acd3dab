import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { ours, phone, twilioClient, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { webhookForTest } from '../../../test/webhook-receiver.ts';
import type { TwilioFault } from './fault-rule.ts';

const wanted = { to: phone, from: ours, body: 'hi' };

/** What a create comes to with a fault, and how many messages there are then. */
async function struck(rule: object): Promise<{ error: unknown; messages: number }> {
  const sandbox = await twilioForTest({ faults: [{ operation: 'create', ...rule } as TwilioFault] });
  const error = await twilioClient(sandbox)
    .messages.create(wanted)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  await sandbox.control.quiet();
  return { error, messages: sandbox.control.messages(phone).length };
}

describe('faults of calls', () => {
  it.each([
    [{ effect: 'error' }, { status: 500, code: 20500 }, 0],
    [{ effect: 'error', code: 20429 }, { status: 429, code: 20429 }, 0],
    [{ effect: 'error', status: 429 }, { status: 429, code: 20429 }, 0],
    [{ effect: 'error', code: 21610 }, { status: 400, code: 21610 }, 0],
    [{ effect: 'errorAfterWrite', status: 503 }, { status: 503, code: 20503 }, 1],
    [{ effect: 'error', status: 502, bareBody: true }, { status: 502 }, 0],
    [{ effect: 'resetBeforeWrite' }, { code: 'ECONNRESET' }, 0],
    [{ effect: 'resetAfterWrite' }, { code: 'ECONNRESET' }, 1],
    [{ effect: 'truncateAnswer' }, { code: 'ERR_BAD_RESPONSE' }, 1],
    [{ effect: 'error', phone: '+12025550111' }, undefined, 1],
  ])('%o', async (rule, error, messages) => {
    const seen = await struck(rule);
    if (error === undefined) expect(seen.error).toBeUndefined();
    else expect(seen.error).toMatchObject(error);
    expect(seen.messages).toBe(messages);
  });

  it('say when to come again, in a header', async () => {
    const rule = { operation: 'any', effect: 'error', code: 20429, retryAfterS: 3 } as const;
    const sandbox = await twilioForTest({ faults: [rule] });
    const authorization = `Basic ${btoa(`${sandbox.accountSid}:${sandbox.authToken}`)}`;
    const path = `/2010-04-01/Accounts/${sandbox.accountSid}/Messages.json`;
    const answer = await fetch(sandbox.url + path, { headers: { authorization } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '3']);
    expect(sandbox.control.faults()).toEqual([]);
    expect((await fetch(sandbox.url + path, { headers: { authorization } })).status).toBe(200);
  });

  it.each([
    ['noAnswer', 0],
    ['noAnswerAfterWrite', 1],
  ] as const)('%s leaves the client waiting', async (effect, messages) => {
    const sandbox = await twilioForTest({ faults: [{ operation: 'create', effect }] });
    const gaveUp = new AbortController();
    const struckNow = new Promise<void>((resolve) => {
      sandbox.control.watch(({ kind }) => {
        if (kind === 'fault') resolve();
      });
    });
    const call = fetch(`${sandbox.url}/2010-04-01/Accounts/${sandbox.accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sandbox.accountSid}:${sandbox.authToken}`)}` },
      body: new URLSearchParams({ To: phone, From: ours, Body: 'hi' }),
      signal: gaveUp.signal,
    });
    await struckNow;
    gaveUp.abort();
    await expect(call).rejects.toThrow();
    await sandbox.control.quiet();
    expect(sandbox.control.messages(phone)).toHaveLength(messages);
  });

  it('may answer late, or write late, on the sandbox’s clock', async () => {
    const clock = new ManualClock();
    const sandbox = await twilioForTest({ clock, faults: [{ operation: 'create', effect: 'delay', delayMs: 5_000 }] });
    const struckNow = new Promise<void>((resolve) => {
      sandbox.control.watch(({ kind }) => {
        if (kind === 'fault') resolve();
      });
    });
    const call = twilioClient(sandbox).messages.create(wanted);
    await struckNow;
    expect(sandbox.control.messages(phone)).toMatchObject([{ status: 'queued' }]);
    clock.advance(5_000);
    expect(await call).toMatchObject({ status: 'queued' });
    await sandbox.control.quiet();
    expect(sandbox.control.messages(phone)).toMatchObject([{ status: 'delivered' }]);
  });

  it('lets a message live whose sender has given up waiting for the answer', async () => {
    const clock = new ManualClock();
    const sandbox = await twilioForTest({ clock, faults: [{ operation: 'create', effect: 'delay', delayMs: 5_000 }] });
    const gaveUp = new AbortController();
    const struckNow = new Promise<void>((resolve) => {
      sandbox.control.watch(({ kind }) => {
        if (kind === 'fault') resolve();
      });
    });
    const closed = new Promise<void>((resolve) => {
      sandbox.control.watch(({ kind, type }) => {
        if (kind === 'rest' && type === 'given up') resolve();
      });
    });
    const call = fetch(`${sandbox.url}/2010-04-01/Accounts/${sandbox.accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sandbox.accountSid}:${sandbox.authToken}`)}` },
      body: new URLSearchParams({ To: phone, From: ours, Body: 'hi' }),
      signal: gaveUp.signal,
    });
    await struckNow;
    gaveUp.abort();
    await expect(call).rejects.toThrow();
    await closed;
    clock.advance(5_000);
    await sandbox.control.quiet();
    expect(sandbox.control.messages(phone)).toMatchObject([{ status: 'delivered' }]);
  });

  it('are there for too many requests at once, too', async () => {
    const clock = new ManualClock();
    const rule = { operation: 'list', effect: 'delay', delayMs: 1_000 } as const;
    const sandbox = await twilioForTest({ clock, maxConcurrentRequests: 1, faults: [rule] });
    const struckNow = new Promise<void>((resolve) => {
      sandbox.control.watch(({ kind }) => {
        if (kind === 'fault') resolve();
      });
    });
    const { messages } = twilioClient(sandbox);
    const first = messages.list();
    await struckNow;
    await expect(messages.create(wanted)).rejects.toMatchObject({ status: 429, code: 20429 });
    clock.advance(1_000);
    expect(await first).toEqual([]);
  });
});

describe('faults of what comes in', () => {
  it.each([
    ['drop', 0],
    ['duplicate', 2],
    ['badSignature', 1],
  ] as const)('%s', async (effect, count) => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms` }],
      faults: [{ operation: 'inbound', effect, phone }],
    });
    const { sid } = sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    expect(webhook.requests.map(({ form }) => form['MessageSid'])).toEqual(Array(count).fill(sid));
    expect(webhook.requests.every((request) => webhook.isValid(request))).toBe(effect !== 'badSignature');
    expect(await twilioClient(sandbox).messages(sid).fetch()).toMatchObject({
      status: 'received',
      direction: 'inbound',
    });
  });

  it('come later', async () => {
    const clock = new ManualClock();
    const webhook = await webhookForTest();
    const numbers = [{ phoneNumber: ours, smsUrl: webhook.url }];
    const sandbox = await twilioForTest({ clock, numbers, faults: [{ operation: 'inbound', effect: 'delay' }] });
    for (const body of ['first', 'second']) sandbox.control.text({ from: phone, body });
    await sandbox.control.quiet();
    clock.advance(1_000);
    await sandbox.control.quiet();
    expect(webhook.requests.map(({ form }) => form['Body'])).toEqual(['second', 'first']);
  });
});
