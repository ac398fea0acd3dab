import { StoreUnavailableError } from '@trunkline/core';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttpHost } from '../../test/http-host.ts';
import { API_KEY, ann, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';
import { operations } from '../requests/operations.ts';
import { components } from './components.ts';
import { openApiDocument } from './document.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started() {
  const context = new FakeAdapterContext({ channel: 'web' });
  const adapter = new HttpAdapter({
    apiKeys: [API_KEY],
    limits: { perCustomer: { perSecond: 1, burst: 4 }, perKey: { perSecond: 1, burst: 4 } },
  });
  await adapter.start(context);
  const host = await openHttpHost(adapter);
  cleanups.push(host.close, () => adapter.stop());
  const post = (path: string, body: unknown, key: string = API_KEY) =>
    fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const get = (path: string, key: string | null = API_KEY) =>
    fetch(`${host.url}${path}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });
  /** A token of somebody else. */
  const foreign = async (): Promise<string> =>
    JSON.parse(await (await post('/tokens', { customer: { id: 'bob' } })).text()).token;
  return { context, adapter, post, get, foreign };
}

type Setting = Awaited<ReturnType<typeof started>>;
type Provoke = (setting: Setting) => Promise<Response>;

const customer = { id: 'ann' };
const message = { customer, text: 'hello', id: 'x1' };
const tooLarge = JSON.stringify({ ...message, text: 'x'.repeat(1_100_000) });

async function untilRefused(ask: () => Promise<Response>): Promise<Response> {
  for (let count = 0; count < 10; count += 1) {
    const response = await ask();
    if (response.status === 429) return response;
    await response.body?.cancel();
  }
  return ask();
}

const away =
  (ask: Provoke): Provoke =>
  (setting) => {
    setting.context.refuseWith(new StoreUnavailableError('the disk is full'));
    return ask(setting);
  };

const stopped =
  (ask: Provoke): Provoke =>
  async (setting) => {
    await setting.adapter.stop();
    return ask(setting);
  };

/** What every endpoint with a JSON body refuses alike. */
const posted = (path: string, body: object): Readonly<Record<number, Provoke>> => ({
  400: ({ post }) => post(path, '{'),
  401: ({ post }) => post(path, body, 'wrong'),
  413: ({ post }) => post(path, tooLarge),
  429: ({ post }) => untilRefused(() => post(path, body)),
});

const watched = (path: string): Readonly<Record<number, Provoke>> => ({
  400: ({ get }) => get(`${path}?after=x`),
  401: ({ get }) => get(path, null),
  404: async ({ get, foreign }) => get(path, await foreign()),
  429: ({ get }) => untilRefused(() => get(path)),
  503: away(({ get }) => get(`${path}?after=1`)),
});

/** A real request for every status of every endpoint. */
const provoke: Readonly<Record<string, Readonly<Record<number, Provoke>>>> = {
  postMessage: {
    ...posted('/messages', message),
    202: ({ post }) => post('/messages', message),
    404: async ({ post, foreign }) => post('/messages', message, await foreign()),
    422: async ({ post }) => {
      await post('/messages', message);
      return post('/messages', { ...message, text: 'something else' });
    },
    503: away(({ post }) => post('/messages', message)),
  },
  postTyping: {
    ...posted('/typing', { customer }),
    204: ({ post }) => post('/typing', { customer }),
    404: async ({ post, foreign }) => post('/typing', { customer }, await foreign()),
    503: stopped(({ post }) => post('/typing', { customer })),
  },
  postEnd: {
    ...posted('/end', { customer }),
    202: async ({ post }) => {
      await post('/messages', message);
      return post('/end', { customer });
    },
    404: ({ post }) => post('/end', { customer }),
    503: away(({ post }) => post('/end', { customer })),
  },
  postToken: {
    ...posted('/tokens', { customer }),
    200: ({ post }) => post('/tokens', { customer, ttlS: 60 }),
    503: stopped(({ post }) => post('/tokens', { customer })),
  },
  getEvents: {
    ...watched('/customers/ann/events'),
    200: ({ get }) => get('/customers/ann/events'),
  },
  getHistory: {
    ...watched('/customers/ann/messages'),
    200: ({ context, get }) => {
      context.append(ann, said('hello'));
      context.append(ann, { type: 'conversation.ended', reason: 'agent left' });
      return get('/customers/ann/messages');
    },
  },
  getOpenApi: { 200: ({ get }) => get('/openapi.json', null), 503: stopped(({ get }) => get('/openapi.json', null)) },
  getDocs: { 200: ({ get }) => get('/docs', null), 503: stopped(({ get }) => get('/docs', null)) },
};

const { paths } = openApiDocument('/channels/web');
const described = Object.values(paths).flatMap((methods) => Object.values(methods));

it('the description knows every endpoint, and the table too', () => {
  expect(described.map(({ operationId }) => operationId)).toEqual(operations.map(({ id }) => id));
  expect(Object.keys(provoke)).toEqual(operations.map(({ id }) => id));
});

describe.each(described)('$operationId', ({ operationId = '', responses }) => {
  const answers = operations.find(({ id }) => id === operationId)?.answers ?? {};

  it('declares the statuses that can be provoked, no more and no fewer', () => {
    expect(Object.keys(responses)).toEqual(Object.keys(provoke[operationId] ?? {}));
  });

  it.each(Object.keys(responses).map(Number))('answers %i as it says', async (status) => {
    const response = await provoke[operationId]?.[status]?.(await started());
    expect(response?.status).toBe(status);
    const { content, headers = {} } = answers[status] ?? {};
    for (const name of Object.keys(headers)) expect(response?.headers.get(name), name).toMatch(/./);
    expect(response?.headers.get('content-type')?.split(';')[0]).toBe(content?.type);
    if (content?.schema !== undefined) {
      const body: unknown = await response?.json();
      // Parsing drops what is not described.
      expect(components[content.schema].parse(body)).toEqual(body);
      if (content.schema === 'Problem') expect(body).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
    } else if (content?.type === 'text/event-stream') await response?.body?.cancel();
    else expect(await response?.text()).toMatch(content === undefined ? /^$/ : /^<!doctype html>/);
  });
});
