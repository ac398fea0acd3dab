import { describe, expect, it } from 'vitest';
import { ours, phone, twilioClient, twilioForTest } from '../../test/twilio-sandbox.ts';
import { webhookForTest } from '../../test/webhook-receiver.ts';
import { sandboxAccount } from './account.ts';

const service = { sid: `MG${'a'.repeat(32)}`, phoneNumbers: [ours] };
const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe("the vendor's own client", () => {
  it('creates a message, and finds what has become of it', async () => {
    const sandbox = await twilioForTest();
    const client = twilioClient(sandbox);
    const created = await client.messages.create({ to: phone, from: ours, body: 'Hello' });
    expect(created).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      accountSid: sandbox.accountSid,
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      numMedia: '0',
      errorCode: null,
      price: null,
      messagingServiceSid: null,
    });
    expect(created.dateCreated).toBeInstanceOf(Date);
    expect(created.dateSent).toBeNull();
    await sandbox.control.quiet();
    const fetched = await client.messages(created.sid).fetch();
    expect(fetched).toMatchObject({ status: 'delivered', body: 'Hello', to: phone, from: ours });
    expect(fetched.dateSent).toBeInstanceOf(Date);
    expect(sandbox.control.messages(phone)).toMatchObject([{ sid: created.sid, direction: 'in', body: 'Hello' }]);
  });

  it('works with an API key', async () => {
    const sandbox = await twilioForTest();
    const { sid: user, secret: password } = sandboxAccount.apiKey;
    const client = twilioClient(sandbox, { user, password });
    expect(await client.messages.create({ to: phone, from: ours, body: 'x' })).toMatchObject({ status: 'queued' });
    const wrong = twilioClient(sandbox, { user, password: 'wrong' });
    await expect(wrong.messages.list()).rejects.toMatchObject({ status: 401, code: 20003 });
    expect(await client.api.v2010.accounts(sandbox.accountSid).fetch()).toMatchObject({ status: 'active' });
  });

  it('sends through a messaging service, which chooses the sender', async () => {
    const sandbox = await twilioForTest({ services: [service] });
    const client = twilioClient(sandbox);
    const created = await client.messages.create({ to: phone, messagingServiceSid: service.sid, body: 'x' });
    expect(created).toMatchObject({ status: 'accepted', from: null, messagingServiceSid: service.sid });
    await sandbox.control.quiet();
    expect(await created.fetch()).toMatchObject({ status: 'delivered', from: ours });
  });

  it('pages through a list, newest first, although more comes in meanwhile', async () => {
    const sandbox = await twilioForTest();
    const client = twilioClient(sandbox);
    const sids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      sids.unshift((await client.messages.create({ to: phone, from: ours, body: String(index) })).sid);
    }
    await client.messages.create({ to: '+12025550111', from: ours, body: 'elsewhere' });
    await sandbox.control.quiet();
    const listed = await client.messages.list({ to: phone, pageSize: 3 });
    expect(listed.map(({ sid }) => sid)).toEqual(sids);
    const first = await client.messages.page({ to: phone, pageSize: 3 });
    await client.messages.create({ to: phone, from: ours, body: 'meanwhile' });
    const second = await first.nextPage();
    expect(second?.instances.map(({ sid }) => sid)).toEqual(sids.slice(3, 6));
    expect((await second?.previousPage())?.instances.map(({ sid }) => sid)).toEqual(sids.slice(0, 3));
    expect(await client.messages.list({ from: phone })).toEqual([]);
  });

  it('filters by the date on which something was sent, which what is queued has not', async () => {
    const sandbox = await twilioForTest({ queueMs: 1_000_000 });
    const client = twilioClient(sandbox);
    const queued = await client.messages.create({ to: phone, from: ours, body: 'later' });
    sandbox.control.text({ from: phone, body: 'now' });
    const now = Date.now();
    const bodies = async (filter: object) => (await client.messages.list(filter)).map(({ body }) => body);
    expect(await bodies({ dateSentAfter: new Date(now - 60_000) })).toEqual(['now']);
    expect(await bodies({ dateSentBefore: new Date(now - 60_000) })).toEqual([]);
    expect(await bodies({ dateSentBefore: new Date(now + 60_000), from: phone })).toEqual(['now']);
    expect(await bodies({ dateSent: new Date(now - 3 * 86_400_000) })).toEqual([]);
    expect(await bodies({})).toEqual(['now', 'later']);
    await expect(queued.remove()).rejects.toMatchObject({ status: 409, code: 20009 });
  });

  it('redacts, cancels and removes', async () => {
    const sandbox = await twilioForTest({ services: [service] });
    const client = twilioClient(sandbox);
    const { sid } = await client.messages.create({ to: phone, from: ours, body: 'secret' });
    await sandbox.control.quiet();
    expect(await client.messages(sid).update({ body: '' })).toMatchObject({ body: '' });
    await expect(client.messages(sid).update({ status: 'canceled' })).rejects.toMatchObject({ code: 30409 });
    expect(await client.messages(sid).feedback.create({ outcome: 'confirmed' })).toMatchObject({ messageSid: sid });
    expect(await client.messages(sid).remove()).toBe(true);
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const scheduled = await client.messages.create({
      to: phone,
      messagingServiceSid: service.sid,
      body: 'x',
      scheduleType: 'fixed',
      sendAt: new Date(Date.now() + 3_600_000),
    });
    expect(scheduled.status).toBe('scheduled');
    expect((await scheduled.update({ status: 'canceled' })).status).toBe('canceled');
  });

  it('lists, fetches and deletes media', async () => {
    const sandbox = await twilioForTest();
    const client = twilioClient(sandbox);
    const { sid } = sandbox.control.text({ from: phone, media: [{ contentType: 'image/png', bytes: png }] });
    expect(sid).toMatch(/^MM/);
    expect((await client.messages(sid).fetch()).numMedia).toBe('1');
    const [media] = await client.messages(sid).media.list();
    expect(media).toMatchObject({ contentType: 'image/png', parentSid: sid });
    expect(await media?.fetch()).toMatchObject({ sid: media?.sid });
    expect(await media?.remove()).toBe(true);
    expect(await client.messages(sid).media.list()).toEqual([]);
  });

  it('reads and configures numbers and messaging services', async () => {
    const { url } = await webhookForTest();
    const sandbox = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: `${url}/a` }, { phoneNumber: '+12025550101' }],
      services: [{ ...service, inboundRequestUrl: `${url}/s` }],
    });
    const client = twilioClient(sandbox);
    expect(await client.incomingPhoneNumbers.list({ pageSize: 1 })).toHaveLength(2);
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: ours });
    expect(number).toMatchObject({ phoneNumber: ours, smsUrl: `${url}/a`, smsMethod: 'POST', smsFallbackUrl: '' });
    await number?.update({ smsUrl: `${url}/b#rc=3&rp=all`, smsMethod: 'GET' });
    expect(await number?.fetch()).toMatchObject({ smsUrl: `${url}/b#rc=3&rp=all`, smsMethod: 'GET' });
    const found = await client.messaging.v1.services(service.sid).fetch();
    expect(found).toMatchObject({ inboundRequestUrl: `${url}/s`, inboundMethod: 'POST', fallbackUrl: null });
    expect(found.useInboundWebhookOnNumber).toBe(false);
    const pool = await client.messaging.v1.services(service.sid).phoneNumbers.list();
    expect(pool.map(({ phoneNumber }) => phoneNumber)).toEqual([ours]);
    await found.update({ useInboundWebhookOnNumber: true });
    expect(await client.messaging.v1.services.list()).toMatchObject([{ useInboundWebhookOnNumber: true }]);
  });
});
