import { AdapterRig, type Request } from '../adapter-rig.ts';
import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateBytes, mutateJson, mutateText } from '../mutate.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Tokens {
  createCustomerTokens(options: object): { mint(customer: string, ttlS: number): { readonly token: string } };
}

type Caller = 'key' | 'ann' | 'nobody';

interface Input extends Request {
  readonly caller: Caller;
}

const NOW = Date.UTC(2026, 0, 1);
const KEY = 'a-key-for-the-fuzz-only-0123456789';
const SECRET = 'a-token-secret-for-the-fuzz-only-0123456789';
const RATE = { perSecond: 1_000_000, burst: 1_000_000 };
const MESSAGE = {
  customer: { id: 'ann', name: 'Ann', email: 'ann@example.com', phone: '+1', attributes: { order: 7, vip: true } },
  text: 'hello',
  id: 'm1',
  attachments: [{ url: 'https://example.com/a.png', name: 'a.png', contentType: 'image/png' }],
};
const POSTS: Readonly<Record<string, object>> = {
  '/messages': MESSAGE,
  '/typing': { customer: { id: 'ann' } },
  '/end': { customer: { id: 'ann' } },
  '/tokens': { customer: { id: 'ann' }, ttl: 60, expiresIn: 60 },
};
const GETS = [
  '/customers/ann/events',
  '/customers/ann/events?after=3',
  '/customers/ann/messages?limit=10',
  '/customers/ann/messages?before=7',
  '/customers/b%C3%BCro%2F1/messages',
];
const OPEN_TO_ALL = /^\/(openapi\.json|docs)(\/|\?|$)/;

function make(draw: Draw, token: string): Input {
  const isPost = draw.percent(80);
  const path = isPost ? draw.of(Object.keys(POSTS)) : draw.of(GETS);
  const sample = POSTS[path] ?? null;
  const strange = (): unknown => strangeJson(draw);
  const json = draw.percent(92) ? mutateJson(draw, sample, strange) : strange();
  const body = Buffer.from(isPost ? (JSON.stringify(json) ?? '') : '');
  const said = draw.percent(12) ? mutateBytes(draw, body) : body;
  const caller = draw.of<Caller>(['key', 'key', 'key', 'ann', 'nobody']);
  const right = caller === 'key' ? KEY : token;
  const bearer =
    caller === 'nobody' ? draw.of([mutateText(draw, KEY), mutateText(draw, token), draw.text(), '']) : right;
  const isNobody = caller === 'nobody' && bearer.trim() !== KEY && bearer.trim() !== token;
  return {
    method: draw.percent(95) ? (isPost ? 'POST' : 'GET') : draw.of(['PUT', 'OPTIONS', 'HEAD', draw.text()]),
    url: draw.percent(15) ? `/${mutateText(draw, path).replace(/^\/+/, '')}` : path,
    headers: {
      authorization: draw.percent(3) && isNobody ? undefined : `Bearer ${bearer}`,
      'content-type': draw.percent(93) ? 'application/json' : draw.text(),
      origin: draw.percent(10) ? draw.text() : undefined,
      'last-event-id': draw.percent(10) ? draw.text() : undefined,
    },
    body: said,
    caller: isNobody || caller !== 'nobody' ? caller : bearer.trim() === KEY ? 'key' : 'ann',
  };
}

function idIn(body: Uint8Array): { readonly id: unknown; readonly text: unknown } {
  const value = JSON.parse(
    Buffer.from(body)
      .toString()
      .replace(/^\ufeff/, ''),
  ) as { customer?: { id?: unknown }; text?: unknown };
  return { id: value.customer?.id, text: value.text };
}

/** The customer API: whoever asks without a key or a token gets nothing, and what is taken is what was said. */
export const httpRequests: Target<Input> = {
  name: 'http-api-requests',
  weight: 70,
  async open() {
    const { createCustomerTokens } = await built<Tokens>('packages/adapter-http/dist/tokens/customer-tokens.js');
    const { token } = createCustomerTokens({ secrets: [SECRET], channel: 'web', clock: { now: () => NOW } }).mint(
      'ann',
      600,
    );
    const rig = await AdapterRig.open({
      adapter: 'adapter-http',
      channel: 'web',
      options: { apiKeys: [KEY], tokenSecret: SECRET, limits: { perKey: RATE, perToken: RATE, perCustomer: RATE } },
      publicUrl: 'https://bridge.example/channels/web',
      now: NOW,
    });
    return {
      make: (draw) => make(draw, token),
      async judge({ caller, ...request }) {
        const { status, received, told } = await rig.handle(request);
        const isTaken = status < 300;
        if (caller === 'nobody') {
          demand(
            !isTaken || request.method === 'OPTIONS' || OPEN_TO_ALL.test(request.url),
            'somebody unknown was served',
          );
          demand(received.length + told === 0, 'somebody unknown was listened to');
        }
        if (received.length > 0) demand(isTaken, `a message was taken and answered with ${status}`);
        for (const { address, text } of received) {
          const said = idIn(request.body);
          demand(address === said.id && text === said.text, 'the message taken is not the one that was sent');
          demand(text.trim() !== '' && text.length <= 40_000, 'a message without or with too much text was taken');
          demand(caller !== 'ann' || address === 'ann', 'a customer spoke as another one');
        }
        return isTaken ? 'accepted' : 'refused';
      },
      close: () => rig.close(),
    };
  },
};
