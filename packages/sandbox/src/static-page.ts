import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** A page and where its files are. */
export interface StaticPage {
  /** Below the control API's prefix: the page itself, and the folder of all that it loads. */
  readonly path: string;
  /** Ends in a slash. */
  readonly folder: URL;
  /** Files of another page that this one loads, too. */
  readonly borrowed?: { readonly folder: URL; readonly names: readonly string[] };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Serves a page. Its files are read once, so that no request names a path on the disk. */
export async function mountPage(scope: FastifyInstance, { path, folder, borrowed }: StaticPage): Promise<void> {
  const own = (await readdir(folder)).map((name) => new URL(name, folder));
  const files = [...own, ...(borrowed?.names ?? []).map((name) => new URL(name, borrowed?.folder))];
  for (const file of files) {
    const name = file.pathname.slice(file.pathname.lastIndexOf('/') + 1);
    const type = types[extname(name)];
    if (type === undefined) continue;
    const bytes = await readFile(file);
    scope.get(name === 'index.html' ? path : `${path}/${name}`, (_request, reply) => send(reply, type, bytes));
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
