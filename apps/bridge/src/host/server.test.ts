import { request as httpRequest, METHODS } from 'node:http';
import { connect } from 'node:net';
import { channelName, TrunklineError } from '@trunkline/core';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../observability/metrics.ts';
import { deferred } from '../testing/deferred.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { listen } from './listen.ts';
import type { Readiness } from './readiness.ts';
import { createAdminServer, createPublicServer } from './server.ts';

const opened: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

async function host(state: Partial<Readiness> = {}, maxConnections: number | null = null) {
  const engine = new FakeEngine();
  const log = recordingLogger();
  const metrics = createMetrics({ processMetrics: false });
  const readiness = (): Readiness => ({ phase: 'serving', storeOpen: true, channels: engine.channels, ...state });
  const shared = { readiness, logger: log.logger };
  const server = createPublicServer({
    ...shared,
    engine,
    channels: new Set(['web']),
    requestAnswered: metrics.requestAnswered,
    bodyLimitBytes: 1_000,
    maxConnections,
  });
  const admin = createAdminServer({ ...shared, metrics });
  opened.push(server, admin);
  const anywhere = { host: '127.0.0.1', port: 0 };
  const urls = { server: await listen(server, anywhere, 'server'), admin: await listen(admin, anywhere, 'admin') };
  return { engine, log, metrics, ...urls };
}

describe('a channel request', () => {
  it('reaches the engine with its path below the mount, its query, headers and raw body', async () => {
    const { engine, server } = await host();
    engine.onHandle = async (channel, { method, url, headers, body }) => ({
      status: 202,
      headers: { 'content-type': 'application/json', 'X-One': '1' },
      body: JSON.stringify([channel, method, url, headers['x-key'], [...(await body())]]),
    });
    const response = await fetch(`${server}/channels/web/a%2Fb/messages?x=1&y`, {
      method: 'POST',
      headers: { 'x-key': 'k', 'content-type': 'application/json' },
      body: new Uint8Array([0, 255, 123]),
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-one')).toBe('1');
    expect(await response.json()).toEqual(['web', 'POST', '/a%2Fb/messages?x=1&y', 'k', [0, 255, 123]]);
  });

  it.each([
    ['/channels/web', '/'],
    ['/channels/web/', '/'],
    ['/channels/web?x=1', '/?x=1'],
    ['/channels/web/channels/web', '/channels/web'],
  ])('to %s is %s to the adapter', async (path, url) => {
    const { server } = await host();
    expect(await (await fetch(server + path)).text()).toBe(`web GET ${url}`);
  });

  it.each(METHODS.filter((method) => method !== 'CONNECT'))('may be a %s', async (method) => {
    const { engine, server, log } = await host();
    engine.onHandle = async (channel, asked) => ({ status: 405, headers: { was: `${channel} ${asked.method}` } });
    const answer = await raw(server, `${method} /channels/web HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain('HTTP/1.1 405 ');
    expect(answer.toLowerCase()).toContain(`was: web ${method.toLowerCase()}`);
    expect(log.events()).toContainEqual(expect.objectContaining({ event: 'http.request', method, channel: 'web' }));
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])('may be a %s, with or without a body', async (method) => {
    const { server } = await host();
    expect(await (await fetch(`${server}/channels/web/x`, { method })).text()).toBe(`web ${method} /x`);
    expect(await (await fetch(`${server}/channels/web/x`, { method, body: 'b' })).text()).toBe(`web ${method} /x`);
  });

  it.each(['json', 'text', '', 'application/json, text/plain', 'a/b; charset=x; ;', '*/*'])(
    'is for the adapter to judge, whatever its content type says: "%s"',
    async (type) => {
      const { engine, server } = await host();
      engine.onHandle = async (_channel, { headers, body }) => {
        return { status: 400, body: JSON.stringify([headers['content-type'], Buffer.from(await body()).toString()]) };
      };
      const body = 'Content-Length: 2\r\n\r\n{}';
      const answer = await raw(
        server,
        `POST /channels/web/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\n${body}`,
      );
      expect(answer).toContain('HTTP/1.1 400 ');
      expect(answer).toContain(JSON.stringify([type, '{}']));
    },
  );

  it('is answered although its body was never read, and the connection goes on', async () => {
    const { engine, server } = await host();
    engine.onHandle = async () => ({ status: 401 });
    for (let count = 0; count < 3; count += 1) {
      const response = await fetch(`${server}/channels/web/x`, { method: 'POST', body: 'x'.repeat(900) });
      expect([response.status, await response.text()]).toEqual([401, '']);
    }
  });

  it.each([
    ['announced', 'x'.repeat(1_001)],
    ['chunked', chunks(300_000)],
  ])('with an %s body above the limit is a 413', async (_how, body) => {
    const { engine, server } = await host();
    const codes: unknown[] = [];
    engine.onHandle = async (_channel, request) => {
      await request.body().catch((error: TrunklineError) => {
        codes.push(error.code);
        throw error;
      });
      return { status: 200 };
    };
    const response = await fetch(`${server}/channels/web/x`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 413, code: 'http.body-too-large' });
    expect(codes).toEqual(['http.body-too-large']);
  });

  it('gives the same body to whoever asks twice', async () => {
    const { engine, server } = await host();
    engine.onHandle = async (_channel, request) => {
      const [one, other] = await Promise.all([request.body(), request.body()]);
      return { status: 200, body: String(one === other && one.byteLength) };
    };
    expect(await (await fetch(`${server}/channels/web/x`, { method: 'POST', body: 'abc' })).text()).toBe('3');
  });

  it('rejects its body and aborts when the client goes away in the middle', async () => {
    const { engine, server } = await host();
    const seen = deferred<unknown[]>();
    engine.onHandle = async (_channel, { body, signal }) => {
      const error = await body().catch((thrown: unknown) => thrown);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      seen.resolve([(error as TrunklineError).code, signal.aborted]);
      return { status: 200 };
    };
    const sending = httpRequest(`${server}/channels/web/x`, { method: 'POST', headers: { 'content-length': 500 } });
    sending.on('error', () => undefined);
    sending.write('half', () => sending.destroy());
    expect(await seen.promise).toEqual(['http.body-incomplete', true]);
  });

  it('gets 503 and Retry-After while the bridge starts or drains, and the engine is not asked', async () => {
    for (const phase of ['starting', 'draining'] as const) {
      const { engine, server } = await host({ phase });
      const response = await fetch(`${server}/channels/web/x`, { method: 'POST', body: 'x' });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
      expect(await response.json()).toMatchObject({ status: 503, title: 'Service Unavailable' });
      expect(engine.calls).toEqual([]);
    }
  });
});

describe('a streamed reply', () => {
  it('arrives piece by piece, its head before the first piece', async () => {
    const { engine, server } = await host();
    const go = deferred<void>();
    engine.onHandle = async () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: (async function* () {
        await go.promise;
        yield 'data: 1\n\n';
        yield new TextEncoder().encode('data: 2\n\n');
      })(),
    });
    const response = await fetch(`${server}/channels/web/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    go.resolve();
    expect(await response.text()).toBe('data: 1\n\ndata: 2\n\n');
  });

  it('is given up when the client goes away, even if its source waits for ever', async () => {
    const { engine, server } = await host();
    const aborted = deferred<void>();
    const returned = deferred<void>();
    engine.onHandle = async (_channel, { signal }) => {
      signal.addEventListener('abort', () => aborted.resolve());
      const next = (): Promise<IteratorResult<string>> => new Promise(() => undefined);
      const giveUp = async (): Promise<IteratorResult<string>> => {
        returned.resolve();
        return { done: true, value: '' };
      };
      return { status: 200, body: { [Symbol.asyncIterator]: () => ({ next, return: giveUp }) } };
    };
    const leaving = new AbortController();
    await fetch(`${server}/channels/web/events`, { signal: leaving.signal });
    leaving.abort();
    await aborted.promise;
    await returned.promise;
  });

  it('does not hold up the closing of the server', async () => {
    const { engine, server } = await host();
    engine.onHandle = async () => ({
      status: 200,
      body: (async function* () {
        yield 'first';
        await new Promise(() => undefined);
      })(),
    });
    const response = await fetch(`${server}/channels/web/events`);
    await Promise.all(opened.splice(0).map((app) => app.close()));
    await expect(response.text()).rejects.toThrow();
  });

  it('that breaks breaks the connection and is logged without its words', async () => {
    const { engine, server, log } = await host();
    engine.onHandle = async () => ({
      status: 200,
      body: (async function* () {
        yield 'first';
        throw new Error('confidential words');
      })(),
    });
    await expect(fetch(`${server}/channels/web/events`).then((response) => response.text())).rejects.toThrow();
    expect(log.events()).toContainEqual(expect.objectContaining({ event: 'http.reply-failed', channel: 'web' }));
    expect(log.lines.join()).not.toContain('confidential');
  });
});

describe('problems', () => {
  it('are what unknown paths, wrong methods and thrown errors become', async () => {
    const { engine, server, admin, log } = await host();
    engine.onHandle = () => Promise.reject(new Error('confidential words'));
    const answers = await Promise.all([
      fetch(`${server}/nothing`),
      fetch(`${server}/metrics`),
      fetch(`${admin}/channels/web/x`),
      fetch(`${server}/healthz`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }),
      fetch(`${admin}/metrics`, { method: 'DELETE' }),
      fetch(`${server}/channels/web/x`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 405, 405, 500]);
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(
      Array(6).fill('application/problem+json'),
    );
    expect(answers[3]?.headers.get('allow')).toBe('GET, HEAD');
    expect(await answers[5]?.json()).toEqual({ type: 'about:blank', status: 500, title: 'Internal Server Error' });
    expect(log.events()).toContainEqual(expect.objectContaining({ event: 'http.error' }));
    expect(log.lines.join()).not.toContain('confidential');
  });

  it('carry the wait of an error that may pass', async () => {
    const { engine, server } = await host();
    engine.onHandle = () => Promise.reject(new TrunklineError('store.unavailable', 'Full.', { retryAfterMs: 4_100 }));
    const response = await fetch(`${server}/channels/web/x`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it.each([
    { status: 200, headers: { 'x-good': 'a', 'x-bad': 'a\nb' } },
    { status: 42, body: 'no such status' },
  ])('are what a reply becomes that cannot be sent', async (unsendable) => {
    const { engine, server } = await host();
    engine.onHandle = async () => unsendable;
    const response = await fetch(`${server}/channels/web/x`);
    expect([response.status, response.headers.get('x-good')]).toEqual([500, null]);
    expect(await response.json()).toMatchObject({ status: 500 });
  });
});

describe('requests that are no HTTP', () => {
  it.each([
    ['a path that cannot be decoded', 'GET /channels/web/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '400'],
    ['a broken head', 'GET / HTTP/1.1\r\nno colon\r\n\r\n', '400'],
    ['a head that is too large', `GET / HTTP/1.1\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`, '431'],
  ])('are answered with a problem: %s', async (_what, bytes, status) => {
    const { server } = await host();
    const answer = await raw(server, bytes);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer).not.toContain('%zz');
  });
});

describe('health', () => {
  it('is ok on both ports as soon as they are open', async () => {
    const { server, admin } = await host({ phase: 'starting', storeOpen: false });
    for (const url of [server, admin]) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('is ready when the store is open and every channel has started', async () => {
    const { server, admin } = await host();
    for (const url of [server, admin]) {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        status: 'ready',
        phase: 'serving',
        store: 'open',
        channels: [{ channel: 'web', state: 'started' }],
      });
    }
  });

  it.each<[string, Partial<Readiness>]>([
    ['the bridge starts', { phase: 'starting' }],
    ['the bridge drains', { phase: 'draining' }],
    ['the store is closed', { storeOpen: false }],
    ['a channel failed', { channels: [{ channel: channelName('web'), state: 'failed', error: 'no such account' }] }],
  ])('is not ready while %s', async (_why, state) => {
    const { server } = await host(state);
    const response = await fetch(`${server}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'not ready' });
  });

  it('tells operators why a channel failed, and nobody else', async () => {
    const { server, admin } = await host({
      channels: [{ channel: channelName('web'), state: 'failed', error: 'no such account' }],
    });
    expect(await (await fetch(`${server}/readyz`)).text()).not.toContain('account');
    expect(await (await fetch(`${admin}/readyz`)).text()).toContain('no such account');
  });

  it('stays ready with a channel that does not work fully, and says so to operators', async () => {
    const { server, admin } = await host({
      channels: [{ channel: channelName('web'), state: 'started', error: 'no connection to the medium' }],
    });
    expect((await fetch(`${server}/readyz`)).status).toBe(200);
    const response = await fetch(`${admin}/readyz`);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { status: 'ready', channels: [{ channel: 'web', state: 'started', error: 'no connection to the medium' }] },
    ]);
  });
});

describe('what is watched', () => {
  it('counts requests by configured channel and status', async () => {
    const { server, admin } = await host();
    await Promise.all([fetch(`${server}/channels/web/x`), fetch(`${server}/channels/guess/x`), fetch(`${server}/no`)]);
    const response = await fetch(`${admin}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('trunkline_http_requests_total{channel="web",status="200"} 1');
    expect(text).toContain('trunkline_http_requests_total{channel="",status="200"} 1');
    expect(text).toContain('trunkline_http_requests_total{channel="",status="404"} 1');
    expect(text).not.toContain('guess');
  });

  it('logs each request by its route, without path and query', async () => {
    const { server, log } = await host();
    await (await fetch(`${server}/channels/web/customers/+15550100/events?token=secret`)).text();
    expect(log.events()).toContainEqual(
      expect.objectContaining({
        event: 'http.request',
        level: 'debug',
        method: 'GET',
        route: '/channels/:channel/*',
        channel: 'web',
        status: 200,
        ms: expect.any(Number),
      }),
    );
    expect(log.lines.join()).not.toMatch(/15550100|secret/);
  });
});

describe('connections', () => {
  it('may be so many and no more; those that are there go on', async () => {
    const { engine, server, log } = await host({}, 1);
    const go = deferred<void>();
    engine.onHandle = async () => ({
      status: 200,
      body: (async function* () {
        await go.promise;
        yield 'streamed';
      })(),
    });
    const response = await fetch(`${server}/channels/web/events`);
    await expect(fetch(`${server}/healthz`)).rejects.toThrow();
    go.resolve();
    expect(await response.text()).toBe('streamed');
    expect(log.events()).toContainEqual(expect.objectContaining({ event: 'http.connections-refused' }));
  });
});

describe('a port', () => {
  it('that is in use is named with the setting to change', async () => {
    const { server } = await host();
    const port = Number(new URL(server).port);
    const second = createAdminServer({
      readiness: () => ({ phase: 'starting', storeOpen: true, channels: [] }),
      logger: recordingLogger().logger,
      metrics: createMetrics({ processMetrics: false }),
    });
    opened.push(second);
    await expect(listen(second, { host: '127.0.0.1', port }, 'admin')).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use: stop the other process or set admin.port`,
    );
  });
});

function chunks(bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(new Uint8Array(1_000));
      left -= 1_000;
    },
  });
}

/** Everything that comes back for these bytes until the server closes. */
function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
