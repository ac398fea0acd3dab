import type { FastifyInstance } from 'fastify';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import { Args } from '../web-api/args.ts';
import { serveFaulty } from '../web-api/faulty-answer.ts';
import { showResponse } from './show-response.ts';

/** Where a response_url leads. */
export function mountResponseUrls(app: FastifyInstance, cloud: SlackCloud): void {
  app.post<{ Params: { secret: string } }>('/actions/:team/:secret', (request, reply) => {
    const handle = () => {
      const target = cloud.responseUrls.take(request.params.secret);
      if (typeof target === 'string') throw new SlackError(target, { status: 404 });
      showResponse(cloud, target, new Args(asRecord(request.body)));
      return { ok: true };
    };
    return serveFaulty(cloud, { request, reply, operation: 'responseUrl', channel: undefined, handle });
  });
}

function asRecord(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? (body as Record<string, unknown>) : {};
}
