import { describe, expect, it } from 'vitest';
import { ours, phone, twilioClient, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { webhookForTest } from '../../../test/webhook-receiver.ts';
import type { TwilioOptions, TwilioSandbox } from '../start-twilio.ts';

const other = '+12025550101';
const tollFree = '+18005550100';
const service = { sid: `MG${'f'.repeat(32)}`, phoneNumbers: [ours, other] };
const numbers = [{ phoneNumber: ours }, { phoneNumber: other }, { phoneNumber: tollFree }];

async function texts(words: readonly string[], options: TwilioOptions = {}, to = ours): Promise<TwilioSandbox> {
  const sandbox = await twilioForTest({ numbers, ...options });
  for (const body of words) sandbox.control.text({ from: phone, to, body });
  await sandbox.control.quiet();
  return sandbox;
}

/** How many answers Twilio itself gave. */
function answers(sandbox: TwilioSandbox): number {
  return sandbox.control.messages(phone).filter(({ direction }) => direction === 'in').length;
}

describe('opt-out', () => {
  it.each(['STOP', 'stop', ' Stop \n', 'STOPALL', 'unsubscribe', 'Cancel', 'end', 'QUIT', 'revoke', 'OPTOUT'])(
    'takes %j for it, answers, and sends nothing more',
    async (word) => {
      const sandbox = await texts([word]);
      expect(sandbox.control.optOuts()).toEqual([{ sender: ours, phone, since: expect.any(String) }]);
      expect(answers(sandbox)).toBe(1);
      const { messages } = twilioClient(sandbox);
      const refused = messages.create({ to: phone, from: ours, body: 'x' });
      await expect(refused).rejects.toMatchObject({ status: 400, code: 21610 });
      await messages.create({ to: phone, from: other, body: 'from another number' });
      await messages.create({ to: '+12025550111', from: ours, body: 'to somebody else' });
    },
  );

  it.each(['STOP PLEASE', 'stopp', 'please stop', 'STOP.', 'no'])('takes %j for words', async (words) => {
    const sandbox = await texts([words]);
    expect([sandbox.control.optOuts(), answers(sandbox)]).toEqual([[], 0]);
  });

  it.each(['START', 'yes', 'Unstop'])('is over with %j', async (word) => {
    const sandbox = await texts(['STOP', 'STOP', word]);
    expect(sandbox.control.optOuts()).toEqual([]);
    expect(answers(sandbox)).toBe(2);
    await twilioClient(sandbox).messages.create({ to: phone, from: ours, body: 'welcome back' });
  });

  it('answers HELP always, and START only to those who had opted out, unless turned so', async () => {
    expect(answers(await texts(['HELP', 'info', 'YES', 'START']))).toBe(2);
    expect(answers(await texts(['YES'], { startAlwaysAnswered: true }))).toBe(1);
    expect(answers(await texts(['STOP', 'HELP'], { optOutReplies: false }))).toBe(0);
  });

  it('answers with messages that are the account’s, unless turned so', async () => {
    const sids = async (options: TwilioOptions) =>
      (await twilioClient(await texts(['HELP'], options)).messages.list()).length;
    expect([await sids({}), await sids({ optOutRepliesListed: false })]).toEqual([2, 1]);
  });

  it('is none of Twilio’s business, or knows fewer words, if so turned', async () => {
    expect((await texts(['STOP'], { optOut: 'off' })).control.optOuts()).toEqual([]);
    expect((await texts(['REVOKE'], { newerStopWords: false })).control.optOuts()).toEqual([]);
  });

  it('is the carriers’ on toll-free numbers', async () => {
    expect((await texts(['QUIT', 'HELP'], {}, tollFree)).control.optOuts()).toEqual([]);
    expect((await texts(['STOP'], {}, tollFree)).control.optOuts()).toMatchObject([{ sender: tollFree }]);
    expect((await texts(['STOP', 'YES'], {}, tollFree)).control.optOuts()).toHaveLength(1);
    expect((await texts(['QUIT'], { tollFreeWords: 'twilio' }, tollFree)).control.optOuts()).toHaveLength(1);
  });

  it('counts for all numbers of a messaging service', async () => {
    const sandbox = await texts(['STOP'], { services: [service] });
    expect(sandbox.control.optOuts()).toMatchObject([{ sender: service.sid }]);
    const { messages } = twilioClient(sandbox);
    for (const sender of [{ from: other }, { messagingServiceSid: service.sid }]) {
      await expect(messages.create({ to: phone, body: 'x', ...sender })).rejects.toMatchObject({ code: 21610 });
    }
  });

  it('is still told to the webhook, without OptOutType unless it is Advanced', async () => {
    const webhook = await webhookForTest();
    const plain = { ...service, inboundRequestUrl: webhook.url };
    await texts(['STOP'], { services: [plain] });
    const advanced = { ...plain, advancedOptOut: { stop: ['ARRET'], stopReply: 'Au revoir' } };
    const sandbox = await texts(['arret', 'START', 'help', 'QUIT'], { services: [advanced] });
    const told = webhook.requests.map(({ form }) => [form['Body'], form['OptOutType']]);
    expect(told[0]).toEqual(['STOP', undefined]);
    expect(told.slice(1)).toEqual(
      expect.arrayContaining([
        ['arret', 'STOP'],
        ['START', 'START'],
        ['help', 'HELP'],
        ['QUIT', undefined],
      ]),
    );
    expect(sandbox.control.messages(phone).map(({ body }) => body)).toContain('Au revoir');
  });

  it('swallows what a webhook answers to somebody who is out', async () => {
    const webhook = await webhookForTest();
    webhook.respond = (_request, reply) => {
      reply.writeHead(200, { 'Content-Type': 'text/xml' }).end('<Response><Message>Bye!</Message></Response>');
    };
    const sandbox = await texts(['STOP'], { numbers: [{ phoneNumber: ours, smsUrl: webhook.url }] });
    expect(sandbox.control.debugger()).toMatchObject([{ code: 21610 }]);
    expect(sandbox.control.messages(phone).map(({ body }) => body)).not.toContain('Bye!');
  });
});
