import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Below the control API's prefix. */
const pagePath = '/slack';

const folder = new URL('../../../static/slack/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Pictures may come from wherever the app says that they are. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' http: https: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The workspaces as a page. Its files are read once, so that no request names a path on the disk. */
export async function mountSlackPage(scope: FastifyInstance): Promise<void> {
  for (const name of await readdir(folder)) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const bytes = await readFile(new URL(name, folder));
    const path = name === 'index.html' ? pagePath : `${pagePath}/${name}`;
    scope.get(path, (_request, reply) => send(reply, type, bytes));
  }
}

function send(reply: FastifyReply, type: string, bytes: Buffer): FastifyReply {
  // Other pages may call the control API; they have no business with this one.
  return reply
    .removeHeader('Access-Control-Allow-Origin')
    .headers({
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    })
    .type(type)
    .send(bytes);
}
