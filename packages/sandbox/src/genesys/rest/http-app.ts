import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { bareBody } from '../../bare-body.ts';
import { ApiError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { strikeCloud } from '../faults/outage.ts';
import { withoutToken } from '../stream/stream-address.ts';
import { isRecord } from './json.ts';

/** `request.bytes.max` of the published platform limits (docs/guest-chat.md §4). */
const maxRequestBytes = 512_000;

/** An HTTP server with the API's manners: correlation ids, ErrorBodies, bodies that may be empty. */
export function createHttpApp(cloud: Cloud): FastifyInstance {
  const app = fastify({
    bodyLimit: maxRequestBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1_000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    // Clients announce JSON on calls that have none, e.g. typing.
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text.toString()));
    } catch {
      done(new ApiError('bad.request'), undefined);
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('ININ-Correlation-Id', request.id);
    if (cloud.outage.kind === undefined || request.url.startsWith('/_sandbox')) return done();
    const error = strikeCloud(cloud.outage, request.raw.socket);
    if (error !== undefined) return done(error);
    // There is no answer: the hooks are never done.
    reply.hijack();
  });
  app.setErrorHandler((error, request, reply) => sendError(request, reply, apiErrorOf(error)));
  app.setNotFoundHandler((request, reply) => sendError(request, reply, new ApiError('not.found')));
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!request.url.startsWith('/_sandbox')) traceAnswer(cloud, request, reply, payload);
    done();
  });
  return app;
}

function sendError(request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.retryAfterS !== undefined) reply.header('Retry-After', String(error.retryAfterS));
  if (error.bareBody) return reply.code(error.status).type('text/html').send(bareBody(error.status));
  return reply.code(error.status).send(error.body(request.id));
}

function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const status = isRecord(error) ? error['statusCode'] : undefined;
  if (status === 413) return new ApiError('request.entity.too.large');
  if (status === 415) return new ApiError('unsupported.media.type');
  if (typeof status === 'number' && status < 500) return new ApiError('bad.request');
  return new ApiError('internal.server.error', { message: String(error) });
}

function traceAnswer(cloud: Cloud, request: FastifyRequest, reply: FastifyReply, payload: unknown): void {
  if (!cloud.trace.watched) return;
  const params = request.params as { conversationId?: string };
  const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
  const answer: unknown = isJson && typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : {};
  const { code, id, body } = answer as { code?: string; id?: string; body?: string };
  const isCreate = params.conversationId === undefined && reply.statusCode === 200;
  const text = reply.statusCode >= 400 ? code : body;
  cloud.trace.emit({
    kind: 'rest',
    conversationId: params.conversationId ?? (isCreate && id !== undefined ? id : null),
    method: request.method,
    // Somebody may try the event stream's address without a handshake.
    path: withoutToken(request.url),
    status: reply.statusCode,
    ...(text !== undefined && { text }),
  });
}
