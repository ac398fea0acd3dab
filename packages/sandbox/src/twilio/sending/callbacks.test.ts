import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { ours, phone, twilioClient, twilioForTest } from '../../../test/twilio-sandbox.ts';
import type { WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { webhookForTest } from '../../../test/webhook-receiver.ts';
import type { TwilioFault } from '../faults/fault-rule.ts';
import type { TwilioOptions, TwilioSandbox } from '../start-twilio.ts';

interface Sent {
  readonly webhook: WebhookReceiver;
  readonly sandbox: TwilioSandbox;
  readonly sid: string;
}

/** Sends one message with a callback, and waits until everybody has been told. */
async function send(options: TwilioOptions = {}, params: object = {}): Promise<Sent> {
  const webhook = await webhookForTest();
  const sandbox = await twilioForTest(options);
  const statusCallback = `${webhook.url}/status?delivery=7#rc=2&rp=all`;
  const wanted = { to: phone, from: ours, body: 'hi', statusCallback, ...params };
  const { sid } = await twilioClient(sandbox).messages.create(wanted);
  await sandbox.control.quiet();
  return { webhook, sandbox, sid };
}

const fault = (rule: object) => ({ faults: [rule as TwilioFault] });

describe('status callbacks', () => {
  it('tell each change in order, signed, and not the first status', async () => {
    const { webhook, sandbox, sid } = await send();
    expect(webhook.statuses()).toEqual(['sending', 'sent', 'delivered']);
    expect(webhook.requests[0]?.form).toEqual({
      AccountSid: sandbox.accountSid,
      From: ours,
      To: phone,
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: 'sending',
      SmsStatus: 'sending',
      ApiVersion: '2010-04-01',
    });
    expect(webhook.requests[2]?.form['RawDlrDoneDate']).toMatch(/^\d{10}$/);
    expect(webhook.requests[0]?.target).toBe('/status?delivery=7');
    expect(webhook.requests.every((request) => webhook.isValid(request))).toBe(true);
  });

  it('begin with queued when a messaging service sends', async () => {
    const service = { sid: `MG${'c'.repeat(32)}`, phoneNumbers: [ours] };
    const { webhook } = await send(
      { services: [service], sendingCallback: false },
      { messagingServiceSid: service.sid },
    );
    expect(webhook.statuses()).toEqual(['queued', 'sent', 'delivered']);
    expect(webhook.requests[0]?.form).toMatchObject({ MessagingServiceSid: service.sid });
  });

  it("go to the service's or the number's address when a message names none", async () => {
    const webhook = await webhookForTest();
    const service = { sid: `MG${'c'.repeat(32)}`, phoneNumbers: [ours], statusCallback: `${webhook.url}/service` };
    const numbers = [{ phoneNumber: ours, statusCallback: `${webhook.url}/number` }];
    const sandbox = await twilioForTest({ services: [service], numbers });
    const { messages } = twilioClient(sandbox);
    await messages.create({ to: phone, from: ours, body: 'hi' });
    await sandbox.control.quiet();
    await messages.create({ to: phone, messagingServiceSid: service.sid, body: 'hi' });
    await sandbox.control.quiet();
    expect(new Set(webhook.requests.map(({ target }) => target))).toEqual(new Set(['/number', '/service']));
    expect(webhook.requests.at(-1)?.target).toBe('/service');
  });

  it('come backwards, shuffled or twice, if so turned', async () => {
    const { webhook: backwards } = await send({ callbackOrder: 'reversed' });
    expect(backwards.statuses()).toEqual(['delivered', 'sent', 'sending']);
    const { webhook: shuffled } = await send({ callbackOrder: 'shuffled', random: () => 0.5 });
    expect(shuffled.statuses()).toEqual(['sent', 'delivered', 'sending']);
    const { webhook: twice } = await send({ duplicateCallbacks: true });
    expect(twice.statuses()).toEqual(['sending', 'sending', 'sent', 'sent', 'delivered', 'delivered']);
  });

  it('may all come before the create is answered', async () => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({ callbacksBeforeAnswer: true });
    const params = { to: phone, from: ours, body: 'hi', statusCallback: webhook.url };
    const { status } = await twilioClient(sandbox).messages.create(params);
    expect(webhook.statuses()).toEqual(['sending', 'sent', 'delivered']);
    expect(status).toBe('queued');
  });

  it.each([
    ['drop', { messageStatus: 'sent' }, ['sending', 'delivered']],
    ['duplicate', {}, ['sending', 'sending', 'sent', 'delivered']],
    ['drop', { phone: '+12025550111' }, ['sending', 'sent', 'delivered']],
    ['drop', { times: null }, []],
  ])('%s %o: a fault', async (effect, rule, statuses) => {
    const { webhook } = await send(fault({ operation: 'callback', effect, ...rule }));
    expect(webhook.statuses()).toEqual(statuses);
  });

  it('are overtaken when one is delayed', async () => {
    const clock = new ManualClock();
    const rule = { operation: 'callback', effect: 'delay', messageStatus: 'sending', delayMs: 60_000 };
    const { webhook, sandbox } = await send({ clock, ...fault(rule) });
    expect(webhook.statuses()).toEqual(['sent', 'delivered']);
    clock.advance(60_000);
    await sandbox.control.quiet();
    expect(webhook.statuses()).toEqual(['sent', 'delivered', 'sending']);
  });

  it('are tried as their address asks for, then only in the debugger', async () => {
    const webhook = await webhookForTest();
    webhook.respond = (_request, reply) => reply.writeHead(500).end();
    const sandbox = await twilioForTest({ sendingCallback: false });
    const statusCallback = `${webhook.url}/status#rc=1&rp=5xx`;
    await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'hi', statusCallback });
    await sandbox.control.quiet();
    expect(webhook.statuses()).toEqual(['sent', 'sent', 'delivered', 'delivered']);
    expect(sandbox.control.debugger().map(({ code }) => code)).toEqual([11200, 11200]);
  });

  it('one is badly signed by a fault', async () => {
    const { webhook } = await send(fault({ operation: 'callback', effect: 'badSignature' }));
    expect(webhook.requests.map((request) => webhook.isValid(request))).toEqual([false, true, true]);
  });
});

describe('what becomes of a message', () => {
  it.each([
    [{ effect: 'undelivered', code: 30003 }, ['sending', 'sent', 'undelivered'], '30003'],
    [{ effect: 'failed' }, ['sending', 'failed'], '30008'],
    [{ effect: 'sent' }, ['sending', 'sent'], undefined],
  ])('%o', async (rule, statuses, code) => {
    const { webhook, sandbox, sid } = await send(fault({ operation: 'delivery', ...rule }));
    expect(webhook.statuses()).toEqual(statuses);
    expect(webhook.requests.at(-1)?.form['ErrorCode']).toBe(code);
    const message = await twilioClient(sandbox).messages(sid).fetch();
    expect(message).toMatchObject({ status: statuses.at(-1), errorCode: code === undefined ? null : Number(code) });
    const [seen] = sandbox.control.messages(phone);
    expect(seen?.arrivedAt === null).toBe(rule.effect !== 'sent');
  });

  it('fails once, and is delivered the next time', async () => {
    const rule = { operation: 'delivery', effect: 'failed', code: 30008, phone };
    const { webhook, sandbox } = await send(fault(rule));
    await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'again' });
    await sandbox.control.quiet();
    expect(webhook.statuses()).toContain('failed');
    expect(sandbox.control.messages(phone).map(({ status }) => status)).toEqual(['failed', 'delivered']);
  });

  it('takes its time, on the sandbox’s clock', async () => {
    const clock = new ManualClock();
    const { webhook, sandbox, sid } = await send({ clock, queueMs: 1_000, sendMs: 200, deliverMs: 3_000 });
    const status = async () => (await twilioClient(sandbox).messages(sid).fetch()).status;
    const seen: string[] = [await status()];
    for (const ms of [1_000, 200, 3_000]) {
      clock.advance(ms);
      await sandbox.control.quiet();
      seen.push(await status());
    }
    expect(seen).toEqual(['queued', 'sending', 'sent', 'delivered']);
    expect(webhook.statuses()).toEqual(['sending', 'sent', 'delivered']);
  });

  it('waits its turn behind a sender, and not longer than it is valid', async () => {
    const clock = new ManualClock();
    const { sandbox } = await send({ clock, segmentsPerSecond: 0.1 });
    const { messages } = twilioClient(sandbox);
    await messages.create({ to: phone, from: ours, body: 'behind', validityPeriod: 60 });
    await messages.create({ to: phone, from: ours, body: 'too far behind', validityPeriod: 15 });
    await sandbox.control.quiet();
    const statuses = () => sandbox.control.messages(phone).map(({ status }) => status);
    expect(statuses()).toEqual(['delivered', 'queued', 'queued']);
    clock.advance(10_000);
    await sandbox.control.quiet();
    expect(statuses()).toEqual(['delivered', 'delivered', 'queued']);
    clock.advance(5_000);
    await sandbox.control.quiet();
    expect(sandbox.control.messages(phone).at(-1)).toMatchObject({ status: 'failed', errorCode: 30036 });
  });

  it('is refused when the sender is busy for more than ten hours', async () => {
    const { sandbox } = await send({ clock: new ManualClock(), segmentsPerSecond: 0.00002 });
    const refused = twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 21611 });
  });

  it('brings the media that its addresses lead to, or fails', async () => {
    const files = await webhookForTest();
    files.respond = ({ target }, reply) => {
      if (target === '/photo.jpg') reply.writeHead(200, { 'Content-Type': 'image/jpeg' }).end('a photo');
      else reply.writeHead(404).end();
    };
    const mediaUrl = [`${files.url}/photo.jpg`, `${files.url}/photo.jpg`];
    const { sandbox, sid } = await send({}, { mediaUrl });
    expect(sid).toMatch(/^MM/);
    const [seen] = sandbox.control.messages(phone);
    expect(seen?.media).toHaveLength(2);
    expect(await (await fetch(sandbox.url + seen?.media[0]?.url)).text()).toBe('a photo');
    const { webhook, sandbox: other } = await send({}, { mediaUrl: [`${files.url}/gone.jpg`] });
    expect(webhook.statuses()).toEqual(['sending', 'failed']);
    expect(other.control.debugger()).toMatchObject([{ code: 11200, url: `${files.url}/gone.jpg` }]);
  });
});
