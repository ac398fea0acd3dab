import type { Logger } from '@trunkline/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { errorReply } from './error-reply.ts';
import { PROBLEM_TYPE, type Problem, problemBody } from './problem.ts';

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // As bytes: to text the framework would add a charset, which the media type does not have.
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .send(Buffer.from(problemBody(problem)));
}

/** Whatever goes wrong is answered as a problem, and never shows what was thrown. */
export function addProblemHandlers(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { status: 404, title: 'Not Found' }));
  app.setErrorHandler((error, request, reply) => {
    const { retryAfterMs, ...problem } = errorReply(error);
    if (problem.status === 500)
      logger.error({ event: 'http.error', error, route: request.routeOptions.url }, 'a request failed');
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1_000));
    return sendProblem(reply, problem);
  });
}

/** For routes that can only be read. */
export function methodNotAllowed(app: FastifyInstance, urls: readonly string[]): void {
  for (const url of urls) {
    app.route({
      method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      handler: (_request, reply) =>
        sendProblem(reply.header('allow', 'GET, HEAD'), { status: 405, title: 'Method Not Allowed' }),
    });
  }
}
