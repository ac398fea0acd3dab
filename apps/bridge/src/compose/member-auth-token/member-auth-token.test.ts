import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conversationId, type OpenRequest } from '@trunkline/core';
import { ManualClock, settle } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { MemberAuthTokenConfig } from '../../config/config.ts';
import { type ConfigFolder, configFolder } from '../../testing/config-folder.ts';
import { deferred } from '../../testing/deferred.ts';
import { type RecordingLogger, recordingLogger } from '../../testing/recording-logger.ts';
import { createMemberAuthToken, type MemberAuthToken } from './member-auth-token.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

interface Bench {
  readonly ask: MemberAuthToken;
  readonly clock: ManualClock;
  readonly log: RecordingLogger;
  readonly folder: ConfigFolder;
}

async function bench(config: MemberAuthTokenConfig, environment: Record<string, string> = {}): Promise<Bench> {
  const folder = await configFolder('');
  cleanUp.push(() => folder.remove());
  const [clock, log] = [new ManualClock(), recordingLogger()];
  const parts = { folder: folder.folder, environment, clock, logger: log.logger, fetch };
  return { ask: createMemberAuthToken(config, parts), clock, log, folder };
}

/** A program of one line of JavaScript. */
function program(code: string, environment?: Record<string, string>): Promise<Bench> {
  const command = [process.execPath, '-e', code, 'argument-1'];
  return bench({ from: 'command', command, timeoutMs: 5_000 }, environment);
}

const request: OpenRequest = {
  conversationId: conversationId('conv-1'),
  customer: { displayName: 'Ann', phone: '+15550100' },
  routing: { queue: 'Support' },
};
const never = new AbortController().signal;
const LOOPS = 'setInterval(() => {}, 1000);';

describe('a command', () => {
  it('gets the customer as JSON, its arguments and the environment, and prints the token', async () => {
    const code = `let said = ''; process.stdin.on('data', (chunk) => { said += chunk; }).on('end', () => {
      const { conversationId, customer, routing } = JSON.parse(said);
      console.log([conversationId, customer.displayName, routing.queue, process.argv[1], process.env.KEY].join('.'));
    });`;
    const { ask, log } = await program(code, { KEY: 'k1' });
    expect(await ask(request, never)).toBe('conv-1.Ann.Support.argument-1.k1');
    expect(log.lines).toEqual([]);
  });

  it('need not read what it is given', async () => {
    const { ask } = await program("process.stdin.destroy(); process.stdout.write(' a.b.c \\n');");
    expect(await ask(request, never)).toBe('a.b.c');
  });

  it.runIf(process.platform !== 'win32')(
    'given by a path is relative to the config file, as is what it opens',
    async () => {
      const { ask, folder } = await bench({ from: 'command', command: ['./sign', 'key.txt'], timeoutMs: 5_000 });
      await folder.write('sign', '#!/bin/sh\nwhile read -r line; do echo "$line"; done < "$1"\n');
      await folder.write('key.txt', 'from-the-file\n');
      await chmod(`${folder.folder}/sign`, 0o700);
      expect(await ask(request, never)).toBe('from-the-file');
    },
  );

  it.each([
    [
      "console.error('hush', '+15550100'); console.error(); process.exit(3);",
      'exit code 3 and 16 bytes (2 lines) on stderr',
    ],
    ["console.log('hush.'.repeat(20000)); setInterval(() => {}, 1000);", 'prints more than a token'],
    ["console.log('')", 'gave no token'],
    ["console.log('hush a\\nhush b')", 'gave something that is no token'],
    ["process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);", 'ended with SIGTERM'],
  ])('that fails says so and repeats nothing: %s', async (code, expected) => {
    const { ask, log } = await program(code);
    await expect(ask(request, never)).rejects.toThrow(expected);
    expect(log.events()).toMatchObject([
      { level: 'warn', event: 'member-auth.failed', conversationId: 'conv-1', error: { code: 'member-auth.failed' } },
    ]);
    expect(log.lines.join()).not.toMatch(/hush|5550100/);
  });

  it('that is not there says so', async () => {
    const { ask } = await bench({ from: 'command', command: ['trunkline-no-such-program'], timeoutMs: 5_000 });
    await expect(ask(request, never)).rejects.toThrow('cannot be started (ENOENT)');
  });

  it('is killed, with what it has started, when the time is over', async () => {
    const child = `require('node:child_process').spawn(process.execPath, ['-e', '${LOOPS}'], { stdio: ['ignore', 'inherit', 'inherit'] });`;
    const { ask, clock } = await program(`${child} ${LOOPS}`);
    const asked = ask(request, never);
    asked.catch(() => undefined);
    await clock.advance(4_999);
    await clock.advance(1);
    await expect(asked).rejects.toThrow('memberAuthToken gave no token within 5000 ms');
    expect(clock.armed).toBe(0);
  });

  it('is killed when nobody wants the token any more, which is no failure', async () => {
    const { ask, clock, log } = await program(LOOPS);
    const gone = new AbortController();
    const asked = ask(request, gone.signal);
    asked.catch(() => undefined);
    await settle();
    expect(clock.armed).toBe(1);
    gone.abort(new Error('the bridge is stopping'));
    await expect(asked).rejects.toThrow('the bridge is stopping');
    expect([clock.armed, log.lines]).toEqual([0, []]);
    await expect(ask(request, gone.signal)).rejects.toThrow('the bridge is stopping');
  });

  it('runs so many at a time and no more', async () => {
    const { ask } = await program("process.stdin.resume().on('end', () => console.log('t'))");
    const tokens = await Promise.all(Array.from({ length: 20 }, () => ask(request, new AbortController().signal)));
    expect(tokens).toEqual(Array(20).fill('t'));
  }, 30_000);
});

/** One that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** An address that answers all the same. */
async function address(answer: Answer, timeoutMs = 5_000) {
  const asked: { request: IncomingMessage; body: string }[] = [];
  const reached = deferred();
  const server: Server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    asked.push({ request: incoming, body });
    reached.resolve();
    if (answer.status === 0) return;
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/sign?x=1`;
  const headers = { authorization: 'Bearer hush' };
  return { ...(await bench({ from: 'url', url, headers, timeoutMs })), asked, reached: reached.promise };
}

describe('a URL', () => {
  it.each([
    ['a.b.c\n', 'a.b.c'],
    ['{"token": "a.b.c"}', 'a.b.c'],
    ['{"jwt": "a.b.c"}', 'a.b.c'],
    ['{"token": null, "jwt": "a.b.c"}', 'a.b.c'],
    ['"a.b.c"', 'a.b.c'],
  ])('answers the token as %s', async (body, token) => {
    const { ask, asked, log } = await address({ body });
    expect(await ask(request, never)).toBe(token);
    expect(asked[0]?.request).toMatchObject({ method: 'POST', url: '/sign?x=1' });
    expect(asked[0]?.request.headers).toMatchObject({
      authorization: 'Bearer hush',
      'content-type': 'application/json',
    });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(request);
    expect(log.lines).toEqual([]);
  });

  it.each<[Answer, string]>([
    [{ status: 401, body: 'hush' }, 'answered with status 401'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:9/hush' } }, 'answered with status 302'],
    [{ body: '' }, 'gave no token'],
    [{ body: '{"error": "hush"}' }, 'gave no token'],
    [{ body: '{"token": 1}' }, 'gave no token'],
    [{ body: 'null' }, 'gave no token'],
    [{ body: ' true\n' }, 'gave no token'],
    [{ body: '0' }, 'gave no token'],
    [{ body: '["hush"]' }, 'gave no token'],
    [{ body: '<p>hush hush</p>' }, 'gave something that is no token'],
    [{ body: 'hush'.repeat(20_000) }, 'answers with more than a token'],
  ])('that answers otherwise is told, without what it said: %j', async (answer, expected) => {
    const { ask, log } = await address(answer);
    await expect(ask(request, never)).rejects.toThrow(expected);
    expect(log.events()).toMatchObject([{ event: 'member-auth.failed', error: { code: 'member-auth.failed' } }]);
    expect(log.lines.join()).not.toMatch(/hush|5550100/);
  });

  it.each([
    [1, 'its port is barred'],
    [null, 'ECONNREFUSED'],
  ])('that cannot be reached is told: port %s', async (given, expected) => {
    const port = given ?? (await closedPort());
    const { ask } = await bench({ from: 'url', url: `http://127.0.0.1:${port}/`, headers: {}, timeoutMs: 5_000 });
    await expect(ask(request, never)).rejects.toThrow(`cannot be reached (${expected})`);
  });

  it('is given up when the time is over', async () => {
    const { ask, clock, reached } = await address({ status: 0 });
    const asked = ask(request, never);
    asked.catch(() => undefined);
    await reached;
    await clock.advance(5_000);
    await expect(asked).rejects.toThrow('memberAuthToken gave no token within 5000 ms');
  });

  it('is given up when nobody wants the token any more', async () => {
    const { ask, reached, log } = await address({ status: 0 });
    const gone = new AbortController();
    const asked = ask(request, gone.signal);
    asked.catch(() => undefined);
    await reached;
    gone.abort(new Error('the bridge is stopping'));
    await expect(asked).rejects.toThrow('the bridge is stopping');
    expect(log.lines).toEqual([]);
  });
});
