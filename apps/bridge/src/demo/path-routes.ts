import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { beginEventStream } from './event-stream.ts';
import type { NumberedEvent } from './journal.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';

const MAX_DOWN_MS = 10_000;
const killing = z.strictObject({ downMs: z.int().min(0).max(MAX_DOWN_MS).optional() });

interface PathQuery {
  readonly Querystring: { readonly after?: string };
}

/** What happened on the way, as it happens; and the switch that kills the bridge. */
export function addPathRoutes(app: FastifyInstance, parts: PageParts): void {
  // A page that outlived the demonstration it came from sees that this is another one.
  const run = randomUUID();

  app.get('/demo/state', () => ({
    run,
    bridge: parts.bridge.status,
    sandbox: parts.sandbox,
    phone: parts.phone,
    workspace: parts.workspace,
  }));

  app.get<PathQuery>('/demo/path', async ({ query, headers }, reply) => {
    const last = Number(headers['last-event-id'] ?? query.after ?? 0);
    const { raw, gone } = beginEventStream(reply);
    const send = ({ number, ...event }: NumberedEvent): void =>
      void raw.write(`id: ${number}\nevent: path\ndata: ${JSON.stringify({ number, ...event })}\n\n`);
    raw.write(`event: run\ndata: ${JSON.stringify({ run })}\n\n`);
    const stop = parts.journal.follow(Number.isSafeInteger(last) ? last : 0, send);
    gone.addEventListener('abort', stop, { once: true });
    return reply;
  });

  app.post('/demo/kill', async ({ body }, reply) => {
    const { downMs = 0 } = parseBody(killing, body);
    const { pid } = parts.bridge.status;
    if (!parts.bridge.kill(downMs)) return reply.code(409).send({ title: 'The bridge is not up' });
    return reply.code(202).send({ pid });
  });
}
