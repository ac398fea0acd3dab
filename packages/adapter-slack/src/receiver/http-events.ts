import { type AdapterContext, type ChannelReply, type ChannelRequest, TrunklineError } from '@trunkline/core';
import { type SignatureVerdict, verifySignature } from '../signature/verify-signature.ts';
import { parseBody } from './parse-body.ts';
import { problem } from './problem.ts';
import type { SlackReceiver } from './slack-receiver.ts';
import { isUnderstood } from './understood.ts';

export interface HttpEventsOptions {
  readonly receiver: SlackReceiver;
  readonly secrets: readonly string[];
  readonly context: AdapterContext;
}

type Body = Readonly<Record<string, unknown>>;

/** Slack waits three seconds. What takes longer is still carried out; Slack comes again, and finds it done. */
const PATIENCE_MS = 2_900;

/** Answers one `POST /events`: verified, parsed, committed, and only then acknowledged. */
export async function answerEvent(request: ChannelRequest, options: HttpEventsOptions): Promise<ChannelReply> {
  const bytes = await request.body();
  const body = parseBody(bytes, header(request, 'content-type'));
  // Slack's look at the certificate is not signed and says nothing.
  if (body?.['ssl_check'] !== undefined && body['command'] === undefined) return { status: 200, body: '' };
  const verdict = verifySignature({
    body: bytes,
    timestamp: header(request, 'x-slack-request-timestamp'),
    signature: header(request, 'x-slack-signature'),
    secrets: options.secrets,
    now: options.context.clock.now(),
  });
  if (verdict !== 'good') return refused(verdict, options.context);
  if (body === null) return problem(400, 'The body is neither JSON nor a form');
  if (body['type'] === 'url_verification') return json({ challenge: String(body['challenge'] ?? '') });
  if (body['type'] === 'app_rate_limited') {
    options.context.count('events_rate_limited');
    options.context.logger.warn({ event: 'slack.rate-limited' }, 'Slack holds events back: there were too many');
    return { status: 200, body: '' };
  }
  if (!isUnderstood(body)) return problem(400, 'The body is nothing that Slack is known to send');
  return await answerBody(request, body, options);
}

async function answerBody(request: ChannelRequest, body: Body, options: HttpEventsOptions): Promise<ChannelReply> {
  const { receiver, context } = options;
  const retryNum = header(request, 'x-slack-retry-num');
  const retryReason = header(request, 'x-slack-retry-reason');
  const processed = receiver
    .process({
      body,
      ...(retryNum !== undefined && { retryNum: Number(retryNum) }),
      ...(retryReason !== undefined && { retryReason }),
    })
    .then(acknowledged, (error: unknown) => notAcknowledged(error, context));
  return await new Promise((resolve) => {
    const timer = context.clock.setTimeout(() => {
      context.count('answer_too_late');
      resolve(again(1_000));
    }, PATIENCE_MS);
    void processed.then(resolve).finally(() => timer.cancel());
  });
}

function acknowledged(response: unknown): ChannelReply {
  if (response === undefined) return { status: 200, body: '' };
  return typeof response === 'string' ? { status: 200, body: response } : json(response);
}

/** Slack comes again after any answer but a 2xx; what was not recorded must not be acknowledged. */
export function notAcknowledged(error: unknown, context: AdapterContext): ChannelReply {
  const cause = causeOf(error);
  context.count('not_acknowledged');
  if (cause instanceof TrunklineError) {
    context.logger.warn(
      { event: 'slack.not-acknowledged', code: cause.code },
      'something from Slack has to come again',
    );
    if (cause.code === 'inbound.conflict') return problem(409, 'The same message came before with other content');
    return again(cause.retryAfterMs ?? 30_000);
  }
  context.logger.error({ event: 'slack.not-acknowledged', error: nameOf(cause) }, 'something from Slack failed');
  return problem(500, 'This could not be worked on');
}

/** Bolt wraps what listeners and `authorize` throw. */
export function causeOf(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (cause instanceof TrunklineError) return cause;
    const { original, originals } = cause as { readonly original?: unknown; readonly originals?: readonly unknown[] };
    const inner = original ?? originals?.find((one) => one instanceof TrunklineError) ?? originals?.[0];
    if (inner === undefined) return cause;
    cause = inner;
  }
  return cause;
}

function nameOf(error: unknown): string {
  const { code, name, message } = error as {
    readonly code?: unknown;
    readonly name?: unknown;
    readonly message?: unknown;
  };
  // Ours are constant sentences; those of the language name what was wrong with the code.
  return error instanceof TypeError ? `TypeError: ${String(message)}` : String(code ?? name ?? 'unknown');
}

function again(retryAfterMs: number): ChannelReply {
  const reply = problem(503, 'Try again later');
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } };
}

function refused(verdict: Exclude<SignatureVerdict, 'good'>, context: AdapterContext): ChannelReply {
  context.count('signature_refused');
  context.logger.warn({ event: 'slack.signature-refused', verdict }, 'a request was not signed by Slack');
  return problem(401, 'The signature does not verify');
}

function json(value: unknown): ChannelReply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function header({ headers }: ChannelRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
