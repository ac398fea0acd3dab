import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import { type SignatureVerdict, verifySignature } from '../signature/verify-signature.ts';
import { isHopeless, noteFailure } from './not-acknowledged.ts';
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
function notAcknowledged(error: unknown, context: AdapterContext): ChannelReply {
  const cause = noteFailure(error, context);
  if (cause === null) return problem(500, 'This could not be worked on');
  if (!isHopeless(cause)) return again(cause.retryAfterMs ?? 30_000);
  const refused =
    cause.code === 'inbound.conflict' ? problem(409, 'The same id came before') : problem(400, 'Not understood');
  return { ...refused, headers: { ...refused.headers, 'x-slack-no-retry': '1' } };
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
