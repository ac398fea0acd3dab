import type { FastifyReply, FastifyRequest } from 'fastify';
import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { codeOfStatus } from '../error-code.ts';
import type { TwilioCallFault } from '../faults/fault-rule.ts';
import type { TwilioAnswer, TwilioCall, TwilioRoute } from './route.ts';

/** A call and where its answer goes. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Answers a call, or plays the fault that strikes it: where the write stands is told by the effect's name. */
export async function serve(
  cloud: TwilioCloud,
  route: TwilioRoute,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const call = callOf(request);
  const fault = cloud.faults.takeCall(route.operation, route.phone?.(call));
  const exchange = { request, reply };
  if (fault === undefined) return answer(cloud, exchange, route.handle(call));
  cloud.trace.emit({ kind: 'fault', type: `${route.operation} ${fault.effect}` });
  return serveWrongly(cloud, { fault, exchange, write: () => route.handle(call) });
}

interface StruckCall {
  readonly fault: TwilioCallFault;
  readonly exchange: Exchange;
  readonly write: () => TwilioAnswer;
}

async function serveWrongly(cloud: TwilioCloud, { fault, exchange, write }: StruckCall): Promise<FastifyReply> {
  const { request, reply } = exchange;
  if (fault.effect === 'error') throw errorOf(fault);
  if (fault.effect === 'noAnswer') return silent(exchange, false);
  if (fault.effect === 'resetBeforeWrite') return silent(exchange, true);
  if (fault.effect === 'lateWrite') {
    cloud.timers.after(fault.delayMs ?? 1_000, () => follow(cloud, writeLate(write)));
    return silent(exchange, false);
  }
  const written = write();
  switch (fault.effect) {
    case 'errorAfterWrite':
      follow(cloud, written);
      throw errorOf(fault);
    case 'noAnswerAfterWrite':
    case 'resetAfterWrite':
      follow(cloud, written);
      return silent(exchange, fault.effect === 'resetAfterWrite');
    case 'truncateAnswer':
      follow(cloud, written);
      return truncated({ request, reply }, written);
    default:
      return cloud.activity.during(async () => {
        await cloud.activity.pause(cloud.timers, fault.delayMs ?? 1_000);
        return answer(cloud, exchange, written);
      });
  }
}

/** What a call leads to begins when its answer is out, or, if so turned, is over before that. */
async function answer(cloud: TwilioCloud, { request, reply }: Exchange, given: TwilioAnswer): Promise<FastifyReply> {
  const { follow: next, body, bytes } = given;
  if (next !== undefined) {
    if (cloud.knobs.callbacksBeforeAnswer) await cloud.activity.during(next);
    else {
      const done = cloud.activity.begin();
      const begin = () => {
        follow(cloud, given);
        done();
      };
      // A client that has given up closes nothing any more.
      if (reply.raw.closed || request.raw.socket.destroyed) begin();
      else reply.raw.once('close', begin);
    }
  }
  reply.code(given.status);
  if (given.location !== undefined) reply.header('Location', given.location);
  if (bytes !== undefined) return reply.type(bytes.contentType).send(bytes.content);
  return body === undefined ? reply.send() : reply.type('application/json;charset=utf-8').send(JSON.stringify(body));
}

function follow(cloud: TwilioCloud, { follow: next }: TwilioAnswer): void {
  if (next !== undefined) void cloud.activity.during(next);
}

/** Nobody is waiting any more, so a refusal has nobody to go to. */
function writeLate(write: () => TwilioAnswer): TwilioAnswer {
  try {
    return write();
  } catch (error) {
    if (error instanceof TwilioApiError) return { status: 204 };
    throw error;
  }
}

function silent({ request, reply }: Exchange, reset: boolean): FastifyReply {
  reply.hijack();
  if (reset) request.raw.socket.resetAndDestroy();
  return reply;
}

/** The head and half of the body, then the connection breaks. */
function truncated({ request, reply }: Exchange, { status, body }: TwilioAnswer): FastifyReply {
  const payload = Buffer.from(JSON.stringify(body ?? {}));
  reply.hijack();
  reply.raw.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': payload.length });
  reply.raw.write(payload.subarray(0, Math.floor(payload.length / 2)), () => request.raw.socket.resetAndDestroy());
  return reply;
}

function errorOf({ code, status, retryAfterS, bareBody }: TwilioCallFault): TwilioApiError {
  return new TwilioApiError(code ?? codeOfStatus(status ?? 500), {
    status: status ?? (code ? undefined : 500),
    retryAfterS,
    bareBody,
  });
}

function callOf(request: FastifyRequest): TwilioCall {
  const { form } = (request.body ?? {}) as { readonly form?: unknown };
  const at = request.url.indexOf('?');
  return {
    params: request.params as Record<string, string>,
    query: new URLSearchParams(at === -1 ? '' : request.url.slice(at + 1)),
    // Anything but a form says nothing, as at Twilio.
    form: form instanceof URLSearchParams ? form : new URLSearchParams(),
  };
}
