import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { faultDelayMs, faultError } from '../faults/fault-error.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import { createRoute } from './create-route.ts';
import type { Answer, GuestRequest, GuestRoute } from './guest-route.ts';
import { historyRoutes } from './history-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { guestBasePath } from './message-view.ts';
import { speakRoutes } from './speak-routes.ts';

/** Mounts the guest API, with the faults that are to be played between its routes and the wire. */
export function mountGuestApi(app: FastifyInstance, cloud: Cloud): void {
  const routes = [
    createRoute(cloud),
    ...memberRoutes(cloud),
    ...speakRoutes(cloud),
    ...historyRoutes(cloud),
    ...mediaRoutes(cloud),
  ];
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${guestBasePath}${route.path}`,
      handler: (request, reply) => serve(cloud, route, { request, reply }),
    });
  }
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function serve(cloud: Cloud, route: GuestRoute, exchange: Exchange): Promise<FastifyReply> {
  const call = guestRequest(exchange);
  const fault = cloud.faults.take(route.operation ?? 'media', call.params['conversationId']);
  if (fault?.effect === 'error') throw faultError(fault);
  if (fault?.effect === 'resetBeforeWrite') return silent(cloud, route, exchange, true);
  if (fault?.effect === 'lateWrite') {
    cloud.timers.after(faultDelayMs(fault), () => writeLate(route, call));
    return silent(cloud, route, exchange, false);
  }
  const answer = route.handle(call);
  if (fault !== undefined) return answerWrongly(cloud, route, exchange, { fault, answer });
  if (answer.follow !== undefined) {
    // A client that hung up already gets no answer, but the message stands.
    if (cloud.knobs.echoBeforeAnswer || exchange.reply.raw.closed) answer.follow();
    else exchange.reply.raw.once('close', answer.follow);
  }
  return send(exchange.reply, answer);
}

/** The write is done and its frames are out; only the answer goes wrong. */
async function answerWrongly(
  cloud: Cloud,
  route: GuestRoute,
  exchange: Exchange,
  { fault, answer }: { fault: FaultRule; answer: Answer },
): Promise<FastifyReply> {
  answer.follow?.();
  if (fault.effect === 'errorAfterWrite') throw faultError(fault);
  if (fault.effect === 'noAnswerAfterWrite') return silent(cloud, route, exchange, false);
  if (fault.effect === 'resetAfterWrite') return silent(cloud, route, exchange, true);
  await new Promise<void>((resolve) => cloud.timers.after(faultDelayMs(fault), resolve));
  return send(exchange.reply, answer);
}

/** Nobody is waiting any more, so a refusal has nobody to go to. */
function writeLate(route: GuestRoute, call: GuestRequest): void {
  try {
    route.handle({ ...call, header: () => {} }).follow?.();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Leaves the client without an answer: waiting, or with a broken connection. */
function silent(cloud: Cloud, route: GuestRoute, { request, reply }: Exchange, reset: boolean): FastifyReply {
  reply.hijack();
  if (reset) request.raw.socket.resetAndDestroy();
  cloud.trace.emit({
    kind: 'rest',
    conversationId: (request.params as { conversationId?: string }).conversationId ?? null,
    method: route.method,
    path: request.url,
    text: reset ? 'connection reset' : 'no answer',
  });
  return reply;
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  return answer.body === undefined ? reply.send() : reply.send(answer.body);
}

function guestRequest({ request, reply }: Exchange): GuestRequest {
  return {
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    headers: { authorization: request.headers.authorization, origin: request.headers.origin },
    host: request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`,
    body: request.body,
    header: (name, value) => {
      reply.header(name, value);
    },
  };
}
