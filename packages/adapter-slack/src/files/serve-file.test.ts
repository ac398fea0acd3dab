import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLinkSigner } from '@trunkline/core';
import { channelRequest } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { ALEX, HELPDESK, inSlack, type SlackWorld, slackClient, TEAM } from '../../test/slack-world.ts';
import { attachmentsOf, type FileLinkParts, type SlackFile } from './file-links.ts';
import { createFileServer, type ServeFileParts } from './serve-file.ts';

const PUBLIC = 'https://bridge.example/channels/helpdesk';
const signer = createLinkSigner(['a secret'], 'slack-files');

interface FileWorld extends SlackWorld {
  get(
    url: string,
    method?: string,
  ): Promise<{ status: number; headers: Readonly<Record<string, string>>; body: string }>;
  link(files: readonly SlackFile[], changes?: Partial<FileLinkParts>): string;
}

interface FileWorldOptions {
  readonly serve?: Partial<ServeFileParts>;
  readonly slack?: Parameters<typeof inSlack>[0]['slack'];
}

const withFiles = (options: FileWorldOptions, run: (world: FileWorld) => Promise<void>) =>
  inSlack(options.slack === undefined ? {} : { slack: options.slack }, async (world) => {
    const { context, client, slack } = world;
    const serve = createFileServer({
      clientOf: async (team) => (team === TEAM ? client : null),
      signer,
      clock: context.clock,
      logger: context.logger,
      apiUrl: slack.apiUrl,
      maxBytes: 1_000,
      ...options.serve,
    });
    const get: FileWorld['get'] = async (url, method = 'GET') => {
      const { status, headers = {}, body = '' } = await serve(channelRequest({ method, url: url.replace(PUBLIC, '') }));
      const chunks: Buffer[] = [];
      if (typeof body === 'string' || body instanceof Uint8Array) chunks.push(Buffer.from(body));
      else for await (const chunk of body) chunks.push(Buffer.from(chunk));
      return { status, headers, body: Buffer.concat(chunks).toString() };
    };
    const link: FileWorld['link'] = (files, changes) => {
      const links = { publicUrl: PUBLIC, signer, clock: context.clock, ttlMs: 60_000, ...changes };
      return attachmentsOf(files, { team: TEAM, links })[0]?.url ?? '';
    };
    await run({ ...world, get, link });
  });

interface SharedFile {
  readonly name?: string;
  readonly content?: string;
  readonly mimetype?: string;
  readonly external?: boolean;
}

function shared({ slack }: SlackWorld, changes: SharedFile = {}): readonly SlackFile[] {
  const file = { name: 'no<te> ü.txt', content: 'top secret', mimetype: 'text/plain', ...changes };
  const { files } = slack.control.people.upload({ user: ALEX, channel: HELPDESK, ...file });
  return (files ?? []) as readonly SlackFile[];
}

it('an agent without an account gets the bytes, to keep and not to run', () =>
  withFiles({}, async (world) => {
    const url = world.link(shared(world));
    expect(url).toMatch(/^https:\/\/bridge\.example\/channels\/helpdesk\/files\/T0SANDBOX1\/F\w+\?e=\d+&s=[\w-]{43}$/);
    expect(await world.get(url)).toEqual({
      status: 200,
      body: 'top secret',
      headers: {
        'content-type': 'text/plain',
        'content-length': '10',
        'content-disposition': `attachment; filename="no_te_ _.txt"; filename*=UTF-8''no%3Cte%3E%20%C3%BC.txt`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'referrer-policy': 'no-referrer',
        'cache-control': 'private, no-store',
      },
    });
    expect(await world.get(url, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await world.get(url, 'POST')).status).toBe(405);
  }));

it('a link lives for as long as it says, then says that it is over', () =>
  withFiles({}, async (world) => {
    const url = world.link(shared(world));
    await world.context.clock.advance(61_000);
    const { status, body, headers } = await world.get(url);
    expect([status, headers['content-type']]).toEqual([410, 'text/html; charset=utf-8']);
    expect(body).toMatch(/expired/);
  }));

it('nobody makes a link of their own', () =>
  withFiles({}, async (world) => {
    const [file] = shared(world);
    const url = world.link([file ?? {}]);
    const other = world.link(shared(world));
    const forged = [
      url.replace(/e=\d+/, 'e=99999999999'),
      url.replace(/F\w+/, /F\w+/.exec(other)?.[0] ?? ''),
      url.replace(TEAM, 'T0SANDBOX2'),
      url.slice(0, -1),
      url.replace(/&s=.*/, ''),
      `${PUBLIC}/files/`,
      `${PUBLIC}/files/${TEAM}/${file?.id}/x${url.slice(url.indexOf('?'))}`,
    ];
    for (const one of forged) expect((await world.get(one)).status, one).toBe(404);
    expect(world.calls()).toEqual([]);
  }));

it('a file of another organisation is looked up first', () =>
  withFiles({}, async (world) => {
    const [file] = shared(world, { external: true });
    const url = world.link([{ id: file?.id ?? '', file_access: 'check_file_info' }]);
    expect(await world.get(url)).toMatchObject({ status: 200, body: 'top secret' });
  }));

it('a page to log in is not the file', () =>
  withFiles({}, async (world) => {
    const url = world.link(shared(world));
    const html = world.link(shared(world, { name: 'a.html', content: '<script>', mimetype: 'text/html' }));
    expect(await world.get(html)).toMatchObject({
      body: '<script>',
      headers: { 'content-type': 'application/octet-stream' },
    });
    const denied = createFileServer({
      clientOf: async () =>
        Object.assign(slackClient(world.slack.apiUrl), { token: 'xoxb-wrong', files: world.client.files }),
      ...{
        signer,
        clock: world.context.clock,
        logger: world.context.logger,
        apiUrl: world.slack.apiUrl,
        maxBytes: 1_000,
      },
    });
    for (const one of [url, html])
      expect((await denied(channelRequest({ method: 'GET', url: one.replace(PUBLIC, '') }))).status).toBe(410);
  }));

it('refuses what is too large, gone, or cannot be asked for now', () =>
  withFiles({}, async (world) => {
    expect((await world.get(world.link(shared(world, { content: 'x'.repeat(1_001) })))).status).toBe(413);
    expect((await world.get(world.link([{ id: 'F0NOWHERE' }]))).status).toBe(410);
    const url = world.link(shared(world));
    world.slack.control.addFault({ operation: 'files.info', effect: 'error', status: 429, retryAfterS: 5 });
    expect(await world.get(url)).toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    world.slack.control.addFault({ operation: 'file', effect: 'error', status: 500 });
    expect((await world.get(url)).status).toBe(503);
    expect(JSON.stringify(world.context.logs)).not.toMatch(/xoxb|secret/);
    world.slack.control.setScopes(TEAM, ['chat:write']);
    expect((await world.get(url)).status).toBe(410);
  }));

it('the token never goes to a host that is not Slack, whatever Slack says or redirects to', async () => {
  const asked: (string | undefined)[] = [];
  const stranger = createServer(({ headers, url }, response) => {
    asked.push(headers.authorization);
    if (url === '/start') response.writeHead(302, { location: 'http://localhost:1/elsewhere' });
    response.end();
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  try {
    await withFiles({}, async (world) => {
      const url = world.link([{ id: 'F1' }]);
      const serve = (apiUrl: string, from: string) => {
        const info = async () => ({ ok: true, file: { id: 'F1', size: 1, url_private_download: from } });
        const client = Object.assign(slackClient(apiUrl), { files: { info } });
        const { clock, logger } = world.context;
        const server = createFileServer({ clientOf: async () => client, signer, clock, logger, apiUrl, maxBytes: 9 });
        return server(channelRequest({ method: 'GET', url: url.replace(PUBLIC, '') }));
      };
      expect((await serve(world.slack.apiUrl, `${base}/file`)).status).toBe(410);
      expect(asked).toEqual([]);
      expect((await serve(`${base}/api/`, `${base}/start`)).status).toBe(410);
      expect(asked).toEqual(['Bearer xoxb-sandbox-bot-token']);
    });
  } finally {
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  }
});

it('a file that is larger than it said breaks off', async () => {
  const endless = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('x'.repeat(600));
    response.end('x'.repeat(600));
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/api/`;
  try {
    await withFiles({}, async ({ context, link }) => {
      const info = async () => ({ ok: true, file: { id: 'F1', size: 5, url_private: `${apiUrl}f` } });
      const client = Object.assign(slackClient(apiUrl), { files: { info } });
      const { clock, logger } = context;
      const serve = createFileServer({ clientOf: async () => client, signer, clock, logger, apiUrl, maxBytes: 1_000 });
      const url = link([{ id: 'F1' }]).replace(PUBLIC, '');
      const { status, headers, body } = await serve(channelRequest({ method: 'GET', url }));
      expect([status, headers?.['content-length']]).toEqual([200, undefined]);
      const read = async () => {
        for await (const chunk of body as AsyncIterable<Uint8Array>) expect(chunk.length).toBeLessThanOrEqual(1_000);
      };
      await expect(read()).rejects.toThrow('larger');
    });
  } finally {
    endless.closeAllConnections();
    await new Promise((resolve) => endless.close(resolve));
  }
});

it('links what can be fetched and leaves the rest', () =>
  withFiles({}, async ({ link }) => {
    expect(link([{ id: 'F1', mode: 'tombstone' }])).toBe('');
    expect(link([{ id: '../x' }])).toBe('');
    expect(link([{}])).toBe('');
    expect(link([{ id: 'F1', is_external: true, url_private: 'https://drive.example/d' }])).toBe(
      'https://drive.example/d',
    );
    expect(link([{ id: 'F1', is_external: true, url_private: 'javascript:x' }])).toBe('');
  }));
