import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { ours, phone, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { webhookForTest } from '../../../test/webhook-receiver.ts';
import { sandboxAccount } from '../account.ts';

const service = { sid: `MG${'b'.repeat(32)}`, phoneNumbers: [ours] };

describe('a text that comes in', () => {
  it("is posted to the number's webhook, signed so that the vendor's validator believes it", async () => {
    const webhook = await webhookForTest();
    const smsUrl = `${webhook.url}/sms?tenant=a%20b#rc=3&rp=all`;
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl, city: 'WASHINGTON' }] });
    const { sid } = sandbox.control.text({ from: phone, body: '  hi +& é \n' });
    await sandbox.control.quiet();
    const [request] = webhook.requests;
    if (request === undefined) throw new Error('nothing came');
    expect(request).toMatchObject({ method: 'POST', target: '/sms?tenant=a%20b' });
    expect(request.form).toMatchObject({
      MessageSid: sid,
      SmsSid: sid,
      SmsMessageSid: sid,
      AccountSid: sandbox.accountSid,
      From: phone,
      To: ours,
      Body: '  hi +& é \n',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      ToCity: 'WASHINGTON',
      FromCountry: 'US',
    });
    expect(request.form).not.toHaveProperty('MessagingServiceSid');
    expect(request.headers).not.toHaveProperty('i-twilio-idempotency-token');
    expect(webhook.isValid(request)).toBe(true);
    expect(webhook.isValid({ ...request, form: { ...request.form, Body: 'hi' } })).toBe(false);
    expect(webhook.isValid(request, 'another token')).toBe(false);
    expect(sandbox.control.debugger()).toEqual([]);
  });

  it.each(['formHash', 'jsonHash'] as const)('may be signed by the hash of its body: %s', async (signedBody) => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms` }], signedBody });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    const [request] = webhook.requests;
    const signature = String(request?.headers['x-twilio-signature']);
    const url = webhook.url + request?.target;
    const isValid = (body: string) => twilio.validateRequestWithBody(sandboxAccount.authToken, signature, url, body);
    expect(isValid(request?.body ?? '')).toBe(true);
    expect(isValid(`${request?.body}x`)).toBe(false);
    if (signedBody === 'jsonHash') expect(JSON.parse(request?.body ?? '')).toMatchObject({ Body: 'hi' });
  });

  it('may come as a GET, all of it in the address', async () => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms?a=1`, smsMethod: 'GET' }],
      unknownParameters: true,
      geoParameters: false,
    });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    const [request] = webhook.requests;
    if (request === undefined) throw new Error('nothing came');
    const { searchParams } = new URL(request.target, webhook.url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      a: '1',
      Body: 'hi',
      AnotherNewParameter: ' spaces around it ',
    });
    expect(searchParams.has('FromCity')).toBe(false);
    expect(webhook.isValid({ ...request, form: {} })).toBe(true);
  });

  it("goes to the messaging service's webhook, unless it leaves that to the number", async () => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/number` }],
      services: [{ ...service, inboundRequestUrl: `${webhook.url}/service` }],
    });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    expect(webhook.requests[0]).toMatchObject({ target: '/service', form: { MessagingServiceSid: service.sid } });
    const other = await twilioForTest({
      numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/number` }],
      services: [{ ...service, inboundRequestUrl: `${webhook.url}/service`, useInboundWebhookOnNumber: true }],
    });
    other.control.text({ from: phone, body: 'hi' });
    await other.control.quiet();
    expect(webhook.requests[1]).toMatchObject({ target: '/number', form: { MessagingServiceSid: service.sid } });
  });

  it('signs with the new token after a promotion, while both open the API', async () => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: webhook.url }] });
    sandbox.control.promoteToken('another');
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    const [request] = webhook.requests;
    if (request === undefined) throw new Error('nothing came');
    // A request for no path is one for the root.
    const isValid = (token: string) => webhook.isValid({ ...request, target: '' }, token);
    expect([isValid('another'), isValid(sandboxAccount.authToken)]).toEqual([true, false]);
    for (const token of ['another', sandboxAccount.authToken]) {
      const authorization = `Basic ${btoa(`${sandbox.accountSid}:${token}`)}`;
      const answer = await fetch(`${sandbox.url}/2010-04-01/Accounts/${sandbox.accountSid}.json`, {
        headers: { authorization },
      });
      expect(answer.status).toBe(200);
    }
  });
});

describe('media that come in', () => {
  it('want credentials, and are then somewhere else, where credentials are refused', async () => {
    const webhook = await webhookForTest();
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms` }] });
    const bytes = Buffer.from('not really a picture');
    sandbox.control.text({ from: phone, body: 'look', media: [{ contentType: 'image/png', bytes }] });
    await sandbox.control.quiet();
    const form = webhook.requests[0]?.form ?? {};
    expect(form).toMatchObject({
      NumMedia: '1',
      MediaContentType0: 'image/png',
      MessageSid: expect.stringMatching(/^MM/),
    });
    const url = form['MediaUrl0'] ?? '';
    expect((await fetch(url)).status).toBe(401);
    const headers = { authorization: `Basic ${btoa(`${sandbox.accountSid}:${sandbox.authToken}`)}` };
    const redirect = await fetch(url, { headers, redirect: 'manual' });
    const location = redirect.headers.get('location') ?? '';
    expect(redirect.status).toBe(307);
    expect(new URL(location).origin).toBe(sandbox.storageUrl);
    expect(sandbox.storageUrl).not.toBe(sandbox.url);
    expect((await fetch(location, { headers })).status).toBe(400);
    expect((await fetch(location.replace(/Signature=\w/, 'Signature=x'))).status).toBe(403);
    const file = await fetch(url, { headers });
    expect([file.headers.get('content-type'), await file.text()]).toEqual(['image/png', bytes.toString()]);
    sandbox.control.turn({ mediaAuth: false, mediaRedirect: false });
    expect(await (await fetch(url, { redirect: 'error' })).text()).toBe(bytes.toString());
  });
});
