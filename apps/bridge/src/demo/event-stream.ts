import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** A browser comes again after this time when a stream ends; a bridge that was killed is back by then, or soon after. */
const RETRY_MS = 300;

/** Begins a reply of server-sent events. `gone` is aborted when the browser left. */
export function beginEventStream(reply: FastifyReply): { readonly raw: ServerResponse; readonly gone: AbortSignal } {
  reply.hijack();
  const { raw } = reply;
  const left = new AbortController();
  raw.once('close', () => left.abort());
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  return { raw, gone: left.signal };
}
