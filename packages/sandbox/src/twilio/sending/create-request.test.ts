import { describe, expect, it } from 'vitest';
import { ours, phone, twilioClient, twilioForTest } from '../../../test/twilio-sandbox.ts';

const service = { sid: `MG${'d'.repeat(32)}`, phoneNumbers: [ours] };
const empty = { sid: `MG${'e'.repeat(32)}`, phoneNumbers: [] };
const other = '+12025550101';

async function create(form: Record<string, string | string[]>, knobs = {}): Promise<{ status: number; body: object }> {
  const numbers = [{ phoneNumber: ours }, { phoneNumber: other }];
  const sandbox = await twilioForTest({ numbers, services: [service, empty], ...knobs });
  const params = new URLSearchParams();
  for (const [name, values] of Object.entries(form)) {
    for (const value of [values].flat()) params.append(name, value);
  }
  const response = await fetch(`${sandbox.url}/2010-04-01/Accounts/${sandbox.accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${sandbox.accountSid}:${sandbox.authToken}`)}` },
    body: params,
  });
  return { status: response.status, body: (await response.json()) as object };
}

const fine = { To: phone, From: ours, Body: 'hi' };

describe('creating a message', () => {
  it.each<[string, Record<string, string | string[]>, number, number]>([
    ['nobody to send to', { From: ours, Body: 'hi' }, 400, 21604],
    ['no sender', { To: phone, Body: 'hi' }, 400, 21603],
    ['a number that is none', { ...fine, To: '12345' }, 400, 21211],
    ['a number without a plus', { ...fine, To: '12025550199' }, 400, 21211],
    ["a sender that is not the account's", { ...fine, From: '+12025550122' }, 400, 21606],
    ['a message to itself', { ...fine, To: ours }, 400, 21266],
    ['nothing to send', { To: phone, From: ours, Body: '' }, 400, 21602],
    ['too long a body', { ...fine, Body: 'x'.repeat(1_601) }, 400, 21617],
    ['eleven files', { ...fine, MediaUrl: Array(11).fill('http://127.0.0.1/a.png') }, 400, 21623],
    ['a file that is no address', { ...fine, MediaUrl: 'a.png' }, 400, 21620],
    ['a callback that is no address', { ...fine, StatusCallback: 'callback' }, 400, 21609],
    ['a callback with an underscore in its host', { ...fine, StatusCallback: 'https://my_host.example/x' }, 400, 21609],
    ['a service that is not there', { ...fine, MessagingServiceSid: `MG${'0'.repeat(32)}` }, 400, 21701],
    ['a service without senders', { To: phone, Body: 'hi', MessagingServiceSid: empty.sid }, 400, 21703],
    ['a sender of another pool', { ...fine, From: other, MessagingServiceSid: service.sid }, 400, 21712],
    ['a validity of no time', { ...fine, ValidityPeriod: '0' }, 400, 20001],
    ['a time without a service', { ...fine, ScheduleType: 'fixed', SendAt: '2030-01-01T00:00:00Z' }, 400, 35118],
    [
      'a time too near',
      { ...fine, MessagingServiceSid: service.sid, ScheduleType: 'fixed', SendAt: 'now' },
      400,
      35111,
    ],
  ])('refuses %s', async (_name, form, status, code) => {
    expect(await create(form)).toEqual({
      status,
      body: { status, code, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}` },
    });
  });

  it('refuses with the other codes, if so turned', async () => {
    const knobs = { unownedFromCode: 21660, bodyTooLongCode: 21658 };
    expect((await create({ ...fine, From: '+12025550122' }, knobs)).body).toMatchObject({ code: 21660 });
    expect((await create({ ...fine, Body: 'x'.repeat(1_601) }, knobs)).body).toMatchObject({ code: 21658 });
  });

  it('takes 1600 characters, whatever they are, and counts what they travel in', async () => {
    expect(await create({ ...fine, Body: 'x'.repeat(1_600) })).toMatchObject({
      status: 201,
      body: { num_segments: '11' },
    });
    const emoji = await create({ ...fine, Body: '\u{1F600}'.repeat(36) });
    expect(emoji.body).toMatchObject({ num_segments: '2' });
    const quotes = { ...fine, Body: '“'.repeat(80) };
    expect((await create(quotes)).body).toMatchObject({ num_segments: '2' });
    expect((await create({ ...quotes, SmartEncoded: 'true' })).body).toMatchObject({ num_segments: '1' });
  });

  it('answers in the API’s own shape', async () => {
    const { status, body } = await create(fine);
    expect(status).toBe(201);
    expect(body).toEqual({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      account_sid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      body: 'hi',
      to: phone,
      from: ours,
      status: 'queued',
      direction: 'outbound-api',
      num_segments: '1',
      num_media: '0',
      date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
      date_updated: expect.any(String),
      date_sent: null,
      error_code: null,
      error_message: null,
      price: null,
      price_unit: 'USD',
      api_version: '2010-04-01',
      messaging_service_sid: null,
      uri: expect.stringMatching(/^\/2010-04-01\/Accounts\/AC\w+\/Messages\/SM\w+\.json$/),
      subresource_uris: { media: expect.stringMatching(/\/Media\.json$/), feedback: expect.any(String) },
    });
  });

  it('is not possible on somebody else’s account', async () => {
    const sandbox = await twilioForTest();
    const account = `AC${'9'.repeat(32)}`;
    const client = twilioClient(sandbox);
    const stranger = client.api.v2010.accounts(account).messages.create({ to: phone, from: ours, body: 'x' });
    await expect(stranger).rejects.toMatchObject({ status: 401, code: 20003 });
  });
});
