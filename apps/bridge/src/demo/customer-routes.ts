import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { DEMO_CHANNEL } from './bridge-config.ts';
import { beginEventStream } from './event-stream.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';
import { pathEvent } from './path-event.ts';

const customerId = z.string().regex(/^[a-z0-9-]{1,60}$/);
const customer = z.strictObject({ id: customerId });
const saying = z.strictObject({
  customer: z.strictObject({ id: customerId, name: z.string().trim().min(1).max(60) }),
  text: z.string().min(1).max(4_000),
  id: z.string().min(1).max(100),
});
const accepted = z.object({ conversationId: z.string(), messageId: z.string(), duplicate: z.boolean() });
const ANSWER_TIMEOUT_MS = 10_000;

interface EventsQuery {
  readonly Querystring: { readonly customer?: string; readonly after?: string };
}

/** The customer's side: what a company's own server would do with the HTTP channel. The API key stays here. */
export function addCustomerRoutes(app: FastifyInstance, parts: PageParts): void {
  const base = (): string => `${parts.bridge.status.server}/channels/${DEMO_CHANNEL}`;
  const authorization = `Bearer ${parts.secrets.apiKey}`;

  async function post(path: string, body: object): Promise<Response> {
    const headers = { authorization, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    return await fetch(`${base()}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  }

  app.post('/demo/customer/messages', async ({ body }, reply) => {
    const { customer, ...message } = parseBody(saying, body);
    const clientId = message.id;
    parts.journal.write(pathEvent('channel', 'message.posted', { clientId }));
    const began = performance.now();
    // The attribute shows up at the agents' desk and tells the page whose chat it is.
    const response = await orDown(
      post('/messages', { ...message, customer: { ...customer, attributes: { customer: customer.id } } }),
    );
    if (response === null) {
      parts.journal.write(pathEvent('channel', 'message.unanswered', { clientId }));
      return down(reply);
    }
    const answer: unknown = await response.json();
    const { success, data } = accepted.safeParse(answer);
    if (success && response.status === 202) {
      const ms = Math.round(performance.now() - began);
      parts.journal.write(pathEvent('channel', 'message.accepted', { ...data, clientId, status: 202, ms }));
    }
    return reply.code(response.status).send(answer);
  });

  for (const action of ['typing', 'end']) {
    app.post(`/demo/customer/${action}`, async ({ body }, reply) => {
      const response = await orDown(post(`/${action}`, { customer: parseBody(customer, body) }));
      return response === null ? down(reply) : reply.code(response.status).send();
    });
  }

  app.get<EventsQuery>('/demo/customer/events', async ({ query, headers }, reply) => {
    const id = parseBody(customerId, query.customer);
    const after = /^\d+$/.test(query.after ?? '') ? query.after : '0';
    const { raw, gone } = beginEventStream(reply);
    const last = headers['last-event-id'];
    try {
      const { ok, body } = await fetch(`${base()}/customers/${id}/events?after=${after}`, {
        headers: { authorization, ...(typeof last === 'string' && { 'last-event-id': last }) },
        signal: gone,
      });
      if (ok && body !== null) for await (const chunk of body) raw.write(chunk);
    } catch {
      // The bridge is down or was killed: the browser comes again by itself and says what it saw last.
    }
    raw.end();
    return reply;
  });
}

/** Null: nobody answered, so nothing is known; the page asks again with the same id. */
async function orDown(asked: Promise<Response>): Promise<Response | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}

function down(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('retry-after', '1').send({ title: 'The bridge is down' });
}
