import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SlackCallFault } from '../faults/slack-fault.ts';
import { faultDelayMs } from '../faults/slack-fault.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';

/** A call, what it does, and what faults know it by. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly operation: string;
  readonly channel: string | undefined;
  /** Does what the call asks for; its answer. */
  handle(): object;
}

/** Serves a call, or plays the fault that strikes it: where the write stands is told by the effect's name. */
export async function serveFaulty(cloud: SlackCloud, exchange: Exchange): Promise<FastifyReply> {
  const { operation, channel } = exchange;
  const fault = cloud.faults.takeCall(operation, channel);
  if (fault === undefined) return answer(cloud, exchange, perform(cloud, exchange));
  cloud.trace.emit({
    kind: 'fault',
    type: fault.effect,
    outcome: operation,
    ...(channel !== undefined && { channel }),
  });
  switch (fault.effect) {
    case 'error':
      return answer(cloud, exchange, { failure: faultError(fault), release: () => {} });
    case 'noAnswer':
      return silent(exchange, false);
    case 'resetBeforeWrite':
      return silent(exchange, true);
    case 'lateWrite':
      cloud.timers.after(faultDelayMs(fault), () => perform(cloud, exchange).release());
      return silent(exchange, false);
    default:
  }
  const performed = perform(cloud, exchange);
  switch (fault.effect) {
    case 'errorAfterWrite':
      return answer(cloud, exchange, { failure: faultError(fault), release: performed.release });
    case 'delay':
      await new Promise<void>((resolve) => cloud.timers.after(faultDelayMs(fault), resolve));
      return answer(cloud, exchange, performed);
    case 'truncateAnswer':
      performed.release();
      return truncated(exchange, performed.answer ?? {});
    default:
      performed.release();
      return fault.effect === 'resetAfterWrite' ? silent(exchange, true) : silent(exchange, false);
  }
}

interface Performed {
  readonly answer?: object;
  readonly failure?: SlackError;
  /** Tells the app what the call has caused. */
  release(): void;
}

function perform(cloud: SlackCloud, { handle }: Exchange): Performed {
  try {
    const { result, release } = cloud.hold(handle);
    if (cloud.knobs.eventsBeforeAnswer) release();
    return { answer: result, release };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { failure: error, release: () => {} };
  }
}

function answer(cloud: SlackCloud, exchange: Exchange, performed: Performed): FastifyReply {
  const { reply, operation, channel } = exchange;
  const { failure } = performed;
  cloud.trace.emit({
    kind: 'api',
    type: operation,
    outcome: failure?.error ?? 'ok',
    ...(failure && failure.status !== 200 && { status: failure.status }),
    ...(channel !== undefined && { channel }),
  });
  // A client that hung up already gets no answer, but what was done stands.
  if (reply.raw.closed) performed.release();
  else reply.raw.once('close', performed.release);
  if (failure === undefined) return reply.send(performed.answer);
  if (failure.retryAfterS !== undefined) reply.header('Retry-After', String(failure.retryAfterS));
  return reply.code(failure.status).send({ ok: false, error: failure.error, ...failure.extra });
}

/** Leaves the client without an answer: waiting, or with a broken connection. */
function silent({ request, reply }: Exchange, reset: boolean): FastifyReply {
  reply.hijack();
  if (reset) request.raw.socket.resetAndDestroy();
  return reply;
}

/** The head and half of the body, then the connection breaks. */
function truncated({ request, reply }: Exchange, answered: object): FastifyReply {
  const payload = Buffer.isBuffer(answered) ? answered : Buffer.from(JSON.stringify(answered));
  const type = String(reply.getHeader('Content-Type') ?? 'application/json; charset=utf-8');
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'Content-Type': type, 'Content-Length': payload.length });
  raw.write(payload.subarray(0, Math.floor(payload.length / 2)), () => request.raw.socket.resetAndDestroy());
  return reply;
}

function faultError({ error, status, retryAfterS }: SlackCallFault): SlackError {
  const isLimit = status === 429 || error === 'ratelimited' || retryAfterS !== undefined;
  return new SlackError(error ?? (isLimit ? 'ratelimited' : 'internal_error'), {
    status: status ?? (isLimit ? 429 : error === undefined ? 500 : 200),
    retryAfterS: retryAfterS ?? (isLimit ? 1 : undefined),
  });
}
