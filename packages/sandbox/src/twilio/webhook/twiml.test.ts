import { describe, expect, it } from 'vitest';
import { ours, phone, twilioForTest } from '../../../test/twilio-sandbox.ts';
import { emptyTwiml, webhookForTest } from '../../../test/webhook-receiver.ts';

describe('the answer of a webhook', () => {
  const answering = async (contentType: string | undefined, body: string, status = 200, knobs = {}) => {
    const webhook = await webhookForTest();
    webhook.respond = (_request, reply) => {
      reply.writeHead(status, contentType === undefined ? {} : { 'Content-Type': contentType }).end(body);
    };
    const sandbox = await twilioForTest({ numbers: [{ phoneNumber: ours, smsUrl: `${webhook.url}/sms` }], ...knobs });
    sandbox.control.text({ from: phone, body: 'hi' });
    await sandbox.control.quiet();
    const codes = sandbox.control.debugger().map(({ code }) => code);
    const answers = sandbox.control.messages(phone).filter(({ direction }) => direction === 'in');
    return { codes, answers: answers.map(({ body: text, status: became }) => `${text} (${became})`) };
  };

  it.each([
    ['an empty Response', 'text/xml', emptyTwiml, [], []],
    ['an empty Response with a charset', 'application/xml; charset=utf-8', emptyTwiml, [], []],
    ['a message', 'text/xml', '<Response><Message>A &amp; B</Message></Response>', [], ['A & B (delivered)']],
    [
      'messages with bodies',
      'text/xml',
      '<Response><!-- x --><Message><Body>one</Body></Message><Message><![CDATA[<2>]]></Message></Response>',
      [],
      ['one (delivered)', '<2> (delivered)'],
    ],
    ['JSON', 'application/json', '{}', [12300], []],
    ['no content type', undefined, emptyTwiml, [12300], []],
    ['plain text', 'text/plain', 'hello', [12300], []],
    ['half a document', 'text/xml', '<Response><Message>', [12100], []],
    ['a bare ampersand', 'text/xml', '<Response><Message>A & B</Message></Response>', [12100], []],
    ['another root', 'text/xml', '<html></html>', [12100], []],
    ['nothing', 'text/xml', '', [12100], []],
    ['a verb of voice', 'text/xml', '<Response><Say>x</Say></Response>', [12200], []],
    ['a message to nobody', 'text/xml', '<Response><Message></Message></Response>', [21602], []],
  ])('%s', async (_name, contentType, body, codes, answers) => {
    expect(await answering(contentType, body)).toEqual({ codes, answers });
  });

  it('may be 204, with nothing', async () => {
    expect(await answering(undefined, '', 204)).toEqual({ codes: [], answers: [] });
  });

  it('may be plain text that is sent, and be wrong in another way, if so turned', async () => {
    const turned = { plainTextAnswers: 'message', wrongContentTypeCode: 11200 } as const;
    expect(await answering('text/plain', 'hello', 200, turned)).toEqual({ codes: [], answers: ['hello (delivered)'] });
    expect(await answering('text/css', 'hello', 200, turned)).toEqual({ codes: [11200], answers: [] });
  });
});
