import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.ts';
import type { Cloud } from '../cloud.ts';
import { faultDelayMs, faultError } from '../faults/fault-error.ts';
import type { CallFault } from '../faults/fault-rule.ts';
import type { Answer } from './guest-route.ts';

/** A call and where its answer goes. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A call that a fault strikes. */
export interface StruckCall {
  readonly fault: CallFault;
  readonly exchange: Exchange;
  /** Does what the call asks for; `late` when its reply may be gone. */
  handle(late: boolean): Answer;
}

/** Plays a call's fault: where the write stands is told by the effect's name. */
export async function serveWrongly(cloud: Cloud, call: StruckCall): Promise<FastifyReply> {
  const { fault, exchange } = call;
  if (fault.effect === 'error') throw faultError(fault);
  if (fault.effect === 'resetBeforeWrite') return silent(cloud, exchange, true);
  if (fault.effect === 'lateWrite') {
    cloud.timers.after(faultDelayMs(fault), () => writeLate(call));
    return silent(cloud, exchange, false);
  }
  const answer = call.handle(false);
  answer.follow?.();
  switch (fault.effect) {
    case 'errorAfterWrite':
      throw faultError(fault);
    case 'noAnswerAfterWrite':
      return silent(cloud, exchange, false);
    case 'resetAfterWrite':
      return silent(cloud, exchange, true);
    case 'truncateAnswer':
      return truncated(cloud, exchange, answer);
    default:
      await new Promise<void>((resolve) => cloud.timers.after(faultDelayMs(fault), resolve));
      return sendAnswer(exchange.reply, answer);
  }
}

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status);
  return answer.body === undefined ? reply.send() : reply.send(answer.body);
}

/** Nobody is waiting any more, so a refusal has nobody to go to. */
function writeLate(call: StruckCall): void {
  try {
    call.handle(true).follow?.();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Leaves the client without an answer: waiting, or with a broken connection. */
function silent(cloud: Cloud, { request, reply }: Exchange, reset: boolean): FastifyReply {
  reply.hijack();
  if (reset) request.raw.socket.resetAndDestroy();
  traceNoAnswer(cloud, request, reset ? 'connection reset' : 'no answer');
  return reply;
}

/** The head and half of the body, then the connection breaks. An answer without a body is none at all. */
function truncated(cloud: Cloud, { request, reply }: Exchange, answer: Answer): FastifyReply {
  if (answer.body === undefined) return silent(cloud, { request, reply }, true);
  const payload = Buffer.from(JSON.stringify(answer.body));
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': payload.length });
  raw.write(payload.subarray(0, Math.floor(payload.length / 2)), () => request.raw.socket.resetAndDestroy());
  traceNoAnswer(cloud, request, 'answer cut off');
  return reply;
}

function traceNoAnswer(cloud: Cloud, request: FastifyRequest, text: string): void {
  const { conversationId = null } = request.params as { conversationId?: string };
  cloud.trace.emit({ kind: 'rest', conversationId, method: request.method, path: request.url, text });
}
