import { randomBytes } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { bareBody } from '../../bare-body.ts';
import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { codeOfStatus } from '../error-code.ts';
import { accountRoute } from './account-route.ts';
import { authenticate } from './authenticate.ts';
import { mediaRoutes } from './media-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { numberRoutes } from './number-routes.ts';
import type { TwilioRoute } from './route.ts';
import { serve } from './serve.ts';
import { serviceRoutes } from './service-routes.ts';

/** A photo in base64, by the control API, with room. */
const maxRequestBytes = 16 * 1024 * 1024;

/** An HTTP server with the API's manners: Basic auth, forms in, JSON out, errors with a code. */
export function createTwilioApp(cloud: TwilioCloud): FastifyInstance {
  const app = fastify({ bodyLimit: maxRequestBytes, exposeHeadRoutes: false, forceCloseConnections: true });
  app.register(formbody, { parser: (text) => ({ form: new URLSearchParams(text) }), bodyLimit: maxRequestBytes });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    // Clients announce JSON on calls that have none.
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text.toString()));
    } catch (error) {
      done(Object.assign(new Error(String(error)), { statusCode: 400 }), undefined);
    }
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('Twilio-Request-Id', `RQ${randomBytes(16).toString('hex')}`);
    done();
  });
  app.setErrorHandler((error, request, reply) => sendError(cloud, { request, reply }, apiErrorOf(error)));
  app.setNotFoundHandler((request, reply) => {
    const message = `The requested resource ${request.url.split('?', 1)[0]} was not found`;
    return sendError(cloud, { request, reply }, new TwilioApiError(20404, { message }));
  });
  app.register(async (scope) => {
    const load = { requests: 0 };
    const routes = [accountRoute, messageRoutes, mediaRoutes, numberRoutes, serviceRoutes];
    for (const route of routes.flatMap((make): readonly TwilioRoute[] | TwilioRoute => make(cloud))) {
      scope.route({
        method: route.method,
        url: route.path,
        handler: async (request, reply) => {
          const { maxConcurrentRequests } = cloud.knobs;
          if (maxConcurrentRequests > 0 && load.requests >= maxConcurrentRequests) throw new TwilioApiError(20429);
          load.requests += 1;
          reply.raw.once('close', () => {
            load.requests -= 1;
            if (reply.raw.writableFinished) return;
            const path = request.url.split('?', 1)[0] ?? '';
            cloud.trace.emit({ kind: 'rest', method: request.method, path, type: 'given up' });
          });
          const open = route.operation === 'mediaBytes' && !cloud.knobs.mediaAuth;
          const { accountSid } = request.params as { accountSid?: string };
          if (!open) authenticate(cloud, request.headers.authorization, accountSid);
          return serve(cloud, route, { request, reply });
        },
      });
    }
    scope.addHook('onResponse', (request, reply, done) => {
      trace(cloud, request, reply);
      done();
    });
  });
  return app;
}

function sendError(
  cloud: TwilioCloud,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  error: TwilioApiError,
): FastifyReply {
  if (error.retryAfterS !== undefined) reply.header('Retry-After', String(error.retryAfterS));
  if (error.status === 401) reply.header('WWW-Authenticate', 'Basic realm="Twilio API"');
  const path = request.url.split('?', 1)[0] ?? '';
  cloud.trace.emit({ kind: 'rest', method: request.method, path, status: error.status, code: error.code });
  if (error.bareBody) return reply.code(error.status).type('text/html').send(bareBody(error.status));
  return reply.code(error.status).type('application/json;charset=utf-8').send(JSON.stringify(error.body()));
}

function apiErrorOf(error: unknown): TwilioApiError {
  if (error instanceof TwilioApiError) return error;
  const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
  return new TwilioApiError(codeOfStatus(status), { status, message: String(error) });
}

function trace(cloud: TwilioCloud, request: FastifyRequest, reply: FastifyReply): void {
  // Errors have been told with their code.
  if (reply.statusCode >= 400) return;
  const path = request.url.split('?', 1)[0] ?? '';
  cloud.trace.emit({ kind: 'rest', method: request.method, path, status: reply.statusCode });
}
