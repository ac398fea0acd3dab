import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sendProblem } from '../host/problem-handlers.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';

const TOKEN_TTL_S = 900;
const ANSWER_TIMEOUT_MS = 5_000;
const customer = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,60}$/) });

/**
 * What a company's own server does for its page: it knows who is there and gets a token for this one customer. The API
 * key stays here; with the token the browser talks to the bridge itself.
 */
export function addTokenRoute(app: FastifyInstance, { bridge, secrets }: PageParts): void {
  app.post('/demo/customer/token', async ({ body }, reply) => {
    const { id } = parseBody(customer, body);
    try {
      const response = await fetch(`${bridge.status.channel}/tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secrets.apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ customer: { id }, ttlS: TOKEN_TTL_S }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      return await reply.code(response.status).send(await response.json());
    } catch {
      void reply.header('retry-after', '1');
      return sendProblem(reply, { status: 503, title: 'The bridge is down', detail: 'Ask again in a moment.' });
    }
  });
}
