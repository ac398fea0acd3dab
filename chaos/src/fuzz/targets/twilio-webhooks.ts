import { createHmac } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { AdapterRig, type Request } from '../adapter-rig.ts';
import type { Draw } from '../draw.ts';
import { mutateBytes, mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

const NOW = Date.UTC(2026, 0, 1);
const TOKEN = 'auth-token-of-the-fuzz-0123456789';
const PUBLIC_URL = 'https://bridge.example/channels/sms';
const SID = `SM${'1'.repeat(32)}`;
const INBOUND: Readonly<Record<string, string>> = {
  MessageSid: SID,
  SmsSid: SID,
  AccountSid: `AC${'a'.repeat(32)}`,
  From: '+12025550142',
  To: '+12025550100',
  Body: 'hello',
  NumMedia: '1',
  MediaUrl0: 'https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME',
  MediaContentType0: 'image/png',
  NumSegments: '1',
  SmsStatus: 'received',
  FromCity: 'DALLAS',
  OptOutType: 'HELP',
};
const STATUS: Readonly<Record<string, string>> = {
  MessageSid: SID,
  MessageStatus: 'undelivered',
  ErrorCode: '30003',
  From: '+12025550100',
  To: '+12025550142',
  RawDlrDoneDate: '2601010000',
};
const LINKS = [
  `/status?d=d_1&c=${Buffer.from('+12025550100:+12025550142').toString('base64url')}`,
  '/status',
  '/status?d=&c=',
];
const STATES = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read', 'canceled'];

type Pairs = readonly (readonly [string, string])[];

function make(draw: Draw): Request {
  const isStatus = draw.percent(30);
  const sample = Object.entries(isStatus ? { ...STATUS, MessageStatus: draw.of(STATES) } : INBOUND);
  let pairs: Pairs = sample.filter(() => !draw.percent(4));
  if (draw.percent(60))
    pairs = pairs.map(([name, value]) => [name, draw.percent(15) ? mutateText(draw, value) : value]);
  if (draw.percent(20)) pairs = [...pairs, [draw.text(), draw.text()], ...pairs.slice(0, draw.between(0, 2))];
  // A new message each time, mostly.
  if (draw.percent(70))
    pairs = pairs.map(([name, value]) => [
      name,
      /^(Message|Sms)Sid$/.test(name) ? `SM${draw.between(0, 1e9)}${'0'.repeat(22)}` : value,
    ]);
  const path = isStatus ? draw.of(LINKS) : '/inbound';
  const isGet = draw.percent(10);
  const query = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();
  const url = isGet ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path;
  const right = signatureOf(PUBLIC_URL + url, isGet ? '' : query);
  const forged = draw.percent(25);
  const body = Buffer.from(isGet ? '' : query);
  return {
    method: isGet ? 'GET' : 'POST',
    url: draw.percent(6) ? mutateText(draw, url).replaceAll(/[^\x21-\x7e]/g, '%20') : url,
    headers: {
      'content-type': draw.percent(92)
        ? 'application/x-www-form-urlencoded; charset=UTF-8'
        : draw.of(['application/json', draw.text()]),
      'x-twilio-signature': forged ? draw.of([mutateText(draw, right), undefined, '', draw.text()]) : right,
      'i-twilio-idempotency-token': draw.percent(5) ? draw.text() : undefined,
    },
    body: draw.percent(10) ? mutateBytes(draw, body) : body,
  };
}

/** As Twilio documents it: the address, then each parameter's name and value, sorted; a value that comes twice once. */
function signatureOf(url: string, form: string): string {
  const parameters = new URLSearchParams(form);
  const names = [...new Set(parameters.keys())].sort();
  const data = names
    .map((name) =>
      [...new Set(parameters.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
  return createHmac('sha1', TOKEN)
    .update(Buffer.from(url + data))
    .digest('base64');
}

function isForged({ method, url, headers, body }: Request): boolean {
  const signature = headers['x-twilio-signature'];
  const full = PUBLIC_URL + url;
  // The vendor's own validator takes the address with its port or without, and with its query written in either way.
  const [path = '', query] = full.split('?', 2);
  const spelt = query === undefined ? [full] : [full, `${path}?${stringify(parse(query))}`];
  const urls = spelt.flatMap((one) => [one, one.replace('bridge.example', 'bridge.example:443')]);
  const forms = method === 'GET' ? [''] : [new TextDecoder('utf-8', { ignoreBOM: true }).decode(body), ''];
  return !urls.some((one) => forms.some((form) => signatureOf(one, form) === signature));
}

/** What Twilio posts: nothing that it has not signed is listened to, whatever the form holds. */
export const twilioWebhooks: Target<Request> = {
  name: 'twilio-webhooks',
  weight: 60,
  async open() {
    const rig = await AdapterRig.open({
      adapter: 'adapter-sms',
      channel: 'sms',
      // Nothing listens there: whatever has to be asked is away.
      options: { accountSid: `AC${'a'.repeat(32)}`, authToken: TOKEN, apiUrl: 'http://127.0.0.1:9' },
      publicUrl: PUBLIC_URL,
      now: NOW,
    });
    return {
      make,
      async judge(request) {
        const { status, received, told } = await rig.handle(request);
        if (isForged(request)) {
          demand(status >= 400, `a forged webhook was answered with ${status}`);
          demand(received.length + told === 0, 'a forged webhook was listened to');
        }
        if (received.length > 0) demand(status < 300, `a text was taken and answered with ${status}`);
        for (const { address, id } of received)
          demand(address.includes(':') && Boolean(id), 'a text without its ends or its id was taken');
        return status < 300 ? 'accepted' : 'refused';
      },
      close: () => rig.close(),
    };
  },
};
