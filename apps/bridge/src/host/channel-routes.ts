import { METHODS, type ServerResponse } from 'node:http';
import type { Engine, Logger } from '@trunkline/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendReply } from './channel-reply.ts';
import { channelRequest } from './channel-request.ts';
import { cutOffUnlessTaken } from './client-pace.ts';
import { PROBLEM_TYPE, problemBody } from './problem.ts';
import { sendProblem } from './problem-handlers.ts';
import type { Phase } from './readiness.ts';

export interface ChannelRoutesOptions {
  readonly engine: Pick<Engine, 'handle'>;
  readonly phase: () => Phase;
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
}

export interface ChannelParams {
  readonly channel: string;
}

/** Everything below `/channels/<channel>/` goes to that channel's adapter. */
export function addChannelRoutes(app: FastifyInstance, options: ChannelRoutesOptions): void {
  // What a body may be, and which methods there are, is for the adapter to say: nothing is parsed for it.
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  const handler = (request: FastifyRequest<{ Params: ChannelParams }>, reply: FastifyReply): Promise<FastifyReply> =>
    carry(request, reply, options);
  app.all('/channels/:channel', handler);
  app.all('/channels/:channel/*', handler);
}

async function carry(
  request: FastifyRequest<{ Params: ChannelParams }>,
  reply: FastifyReply,
  options: ChannelRoutesOptions,
): Promise<FastifyReply> {
  const phase = options.phase();
  if (phase === 'starting' || phase === 'draining') {
    return sendProblem(reply.header('retry-after', '2'), {
      status: 503,
      title: 'Service Unavailable',
      detail: phase === 'starting' ? 'The bridge is starting.' : 'The bridge is stopping.',
    });
  }
  const { channel } = request.params;
  const exchange = { request: request.raw, response: reply.raw, bodyLimitBytes: options.bodyLimitBytes };
  const asked = channelRequest(exchange);
  const answer = await options.engine.handle(channel, asked);
  reply.hijack();
  try {
    await sendReply(reply.raw, answer, asked);
  } catch (error) {
    options.logger.error({ event: 'http.reply-failed', channel, error }, 'a reply broke off');
    failReply(reply.raw);
  }
  return reply;
}

/** A reply that cannot be sent is a 500 while nothing has gone out, and a broken connection after that. */
function failReply(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(500, { 'content-type': PROBLEM_TYPE });
  response.end(problemBody({ status: 500, title: 'Internal Server Error' }));
  void cutOffUnlessTaken(response);
}
