import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Cloud } from '../cloud.ts';
import { createRoute } from './create-route.ts';
import type { Exchange } from './faulty-answer.ts';
import { sendAnswer, serveWrongly } from './faulty-answer.ts';
import type { GuestRequest, GuestRoute } from './guest-route.ts';
import { historyRoutes } from './history-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { guestBasePath } from './message-view.ts';
import { rejectEmptyValues } from './query.ts';
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

async function serve(cloud: Cloud, route: GuestRoute, exchange: Exchange): Promise<FastifyReply> {
  const call = guestRequest(exchange);
  if (cloud.knobs.emptyQueryValues === 'reject') rejectEmptyValues(call.query);
  const conversationId = call.params['conversationId'];
  const fault = cloud.faults.takeCall(route.operation, conversationId);
  if (fault !== undefined) {
    const struck = { kind: 'fault', conversationId: conversationId ?? null, type: fault.effect } as const;
    cloud.trace.emit({ ...struck, text: route.operation });
    return serveWrongly(cloud, { fault, exchange, handle: (late) => route.handle(late ? withoutReply(call) : call) });
  }
  const answer = route.handle(call);
  if (answer.follow !== undefined) {
    // A client that hung up already gets no answer, but the message stands.
    if (cloud.knobs.echoBeforeAnswer || exchange.reply.raw.closed) answer.follow();
    else exchange.reply.raw.once('close', answer.follow);
  }
  return sendAnswer(exchange.reply, answer);
}

/** The reply may be gone by then. */
function withoutReply(call: GuestRequest): GuestRequest {
  return { ...call, header: () => {} };
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
