import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../test/guest.ts';
import { call } from '../../../test/guest.ts';
import { ours, phone, twilioClient, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { webhookForTest } from '../../../test/webhook-receiver.ts';
import type { TwilioSandbox } from '../start-twilio.ts';

function control({ url }: TwilioSandbox, method: string, path: string, body?: unknown): Promise<Reply> {
  return call(url, method, `/_sandbox${path}`, { body });
}

const path = `/phones/${encodeURIComponent(phone)}/messages`;

describe('the control API', () => {
  it('lends a phone: it texts, and sees what it gets', async () => {
    const sandbox = await twilioForTest();
    const media = [{ contentType: 'image/png', base64: Buffer.from('picture').toString('base64') }];
    const sent = await control(sandbox, 'POST', path, { to: ours, body: 'hi', media });
    expect(sent).toMatchObject({
      status: 200,
      body: { direction: 'out', number: ours, body: 'hi', status: 'received' },
    });
    const { sid } = await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'hello' });
    await sandbox.control.quiet();
    const { body } = await control(sandbox, 'GET', path);
    expect(body.items).toMatchObject([
      { sid: sent.body.sid, direction: 'out', media: [{ contentType: 'image/png' }], arrivedAt: null },
      { sid, direction: 'in', body: 'hello', status: 'delivered', arrivedAt: expect.any(String) },
    ]);
    const file = await fetch(sandbox.url + body.items[0].media[0].url);
    expect([await file.text(), file.headers.get('content-type')]).toEqual(['picture', 'image/png']);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    expect((await control(sandbox, 'GET', '/phones')).body.items).toEqual([
      { phone, messages: 2, latestAt: expect.any(String), optedOutOf: [] },
    ]);
    expect((await control(sandbox, 'GET', '/numbers')).body.items).toMatchObject([{ phoneNumber: ours, smsUrl: '' }]);
  });

  it('opts phones out and in', async () => {
    const sandbox = await twilioForTest();
    expect(await control(sandbox, 'POST', '/opt-outs', { sender: ours, phone })).toMatchObject({ status: 204 });
    expect((await control(sandbox, 'GET', '/opt-outs')).body.items).toMatchObject([{ sender: ours, phone }]);
    expect((await control(sandbox, 'DELETE', '/opt-outs', { sender: ours, phone })).status).toBe(204);
    expect((await control(sandbox, 'DELETE', '/opt-outs', { sender: ours, phone })).status).toBe(404);
  });

  it('turns knobs, keeps faults, promotes tokens', async () => {
    const sandbox = await twilioForTest();
    expect((await control(sandbox, 'PATCH', '/knobs', { deliverMs: 5 })).body.deliverMs).toBe(5);
    expect((await control(sandbox, 'GET', '/knobs')).body).toMatchObject({ deliverMs: 5, optOut: 'twilio' });
    const { body } = await control(sandbox, 'POST', '/faults', { operation: 'create', effect: 'error', times: 3 });
    expect((await control(sandbox, 'GET', '/faults')).body.items).toEqual([{ ...body, remaining: 3 }]);
    expect((await control(sandbox, 'DELETE', '/faults')).status).toBe(204);
    expect((await control(sandbox, 'GET', '/faults')).body.items).toEqual([]);
    expect((await control(sandbox, 'POST', '/auth-token', { authToken: 'next' })).status).toBe(204);
    const client = twilioClient(sandbox, { user: sandbox.accountSid, password: 'next' });
    expect(await client.messages.list()).toEqual([]);
  });

  it('shows the debugger and what webhooks were called, and forgets it all', async () => {
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: 'http://127.0.0.1:1/sms' }] });
    await control(sandbox, 'POST', path, { body: 'STOP' });
    await sandbox.control.quiet();
    expect((await control(sandbox, 'GET', '/debugger')).body.items).toMatchObject([{ code: 11205, level: 'error' }]);
    const { body } = await control(sandbox, 'GET', '/webhooks');
    expect(body.items).toMatchObject([
      { purpose: 'inbound', attempt: 1, outcome: 'connectFailed', parameters: { Body: 'STOP' } },
      { purpose: 'inbound', attempt: 2, outcome: 'connectFailed' },
    ]);
    expect((await control(sandbox, 'POST', '/reset')).status).toBe(204);
    for (const list of ['/phones', '/opt-outs', '/debugger', '/webhooks', '/faults']) {
      expect([list, (await control(sandbox, 'GET', list)).body.items]).toEqual([list, []]);
    }
    await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'a new day' });
  });

  it('breaks off a webhook that is being called, and remembers none of it', async () => {
    const webhook = await webhookForTest();
    webhook.respond = () => {};
    const numbers = [{ phoneNumber: ours, smsUrl: `${webhook.url}/#rc=5&rp=all`, smsFallbackUrl: webhook.url }];
    const sandbox = await twilioForTest({ numbers });
    sandbox.control.text({ from: phone, body: 'hi' });
    await webhook.until(1);
    sandbox.control.reset();
    await sandbox.control.quiet();
    expect([webhook.requests.length, sandbox.control.webhooks(), sandbox.control.debugger()]).toEqual([1, [], []]);
  });

  it('lets go of messages on their way', async () => {
    const sandbox = await twilioForTest({ deliverMs: 3_600_000 });
    const { messages } = twilioClient(sandbox);
    const { sid } = await messages.create({ to: phone, from: ours, body: 'x' });
    await sandbox.control.quiet();
    await expect(messages(sid).fetch()).resolves.toMatchObject({ status: 'sent' });
    sandbox.control.reset();
    await expect(messages(sid).fetch()).rejects.toMatchObject({ code: 20404 });
    await sandbox.control.quiet();
  });

  it.each<[string, string, unknown, number]>([
    ['POST', '/phones/123/messages', { body: 'hi' }, 400],
    ['POST', path, {}, 400],
    ['POST', path, { body: 'x'.repeat(1_601) }, 400],
    ['POST', path, { body: 'hi', to: '+12025550122' }, 404],
    ['POST', path, { text: 'hi' }, 400],
    ['POST', path, { media: [{ contentType: 'image/png', base64: '%' }] }, 400],
    ['GET', '/media/ME1', undefined, 404],
    ['POST', '/opt-outs', { sender: '+12025550122', phone }, 404],
    ['POST', '/faults', { operation: 'create', effect: 'sulk' }, 400],
    ['POST', '/faults', { operation: 'delivery', effect: 'error' }, 400],
    ['PATCH', '/knobs', { deliverMs: -1 }, 400],
    ['PATCH', '/knobs', { deliver: 1 }, 400],
    ['GET', '/nothing', undefined, 404],
  ])('%s %s with %o answers %i and says why', async (method, where, body, status) => {
    const sandbox = await twilioForTest();
    expect(await control(sandbox, method, where, body)).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it('may be called from any page, which the API may not', async () => {
    const sandbox = await twilioForTest();
    const health = await control(sandbox, 'GET', '/healthz');
    expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(health.headers.get('access-control-allow-origin')).toBe('*');
    const api = await fetch(`${sandbox.url}/2010-04-01/Accounts/${sandbox.accountSid}/Messages.json`);
    expect([api.status, api.headers.has('access-control-allow-origin')]).toEqual([401, false]);
    expect(await api.json()).toMatchObject({ code: 20003, status: 401 });
  });

  it('streams what happens, and never a token', async () => {
    const sandbox = await twilioForTest();
    const aborter = new AbortController();
    const response = await fetch(`${sandbox.url}/_sandbox/events`, { signal: aborter.signal });
    sandbox.control.text({ from: phone, body: 'hi' });
    await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'hello' });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes('"delivered"')) break;
    }
    aborter.abort();
    const events = text.match(/^data: .*$/gm)?.map((line) => JSON.parse(line.slice(6))) ?? [];
    expect(events).toContainEqual(expect.objectContaining({ kind: 'inbound', phone, number: ours, text: 'hi' }));
    expect(events).toContainEqual(expect.objectContaining({ kind: 'arrived', phone, text: 'hello' }));
    expect(text).not.toContain(sandbox.authToken);
  });
});
