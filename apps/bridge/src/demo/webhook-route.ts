import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PageParts } from './page-parts.ts';
import { pathEvent } from './path-event.ts';
import { isSigned } from './webhook-signature.ts';

export const WEBHOOK_PATH = '/demo/webhook';

const webhookBody = z.object({
  type: z.string(),
  data: z.object({
    conversationId: z.string(),
    message: z.object({ id: z.string() }).optional(),
  }),
});

/** The receiver that a company would run: it believes nothing before the signature is checked. */
export function addWebhookRoute(app: FastifyInstance, { journal, secrets }: PageParts): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(WEBHOOK_PATH, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const id = header(request, 'webhook-id');
      const timestamp = header(request, 'webhook-timestamp');
      const signature = header(request, 'webhook-signature');
      if (!isSigned({ id, timestamp, signature, body }, secrets.webhookSecret, Date.now())) {
        journal.write(pathEvent('webhook', 'webhook.refused', { signature: 'not valid' }));
        return reply.code(401).send();
      }
      const { type, data } = webhookBody.parse(JSON.parse(body.toString('utf8')));
      const repeated = header(request, 'trunkline-repeated') === 'true';
      const about = { conversationId: data.conversationId, messageId: data.message?.id ?? null };
      journal.write(pathEvent('webhook', 'webhook.received', { ...about, type, signature: 'valid', repeated }));
      return reply.code(204).send();
    });
  });
}

function header({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
