import { randomUUID } from 'node:crypto';
import type { Timers } from '../../timers.ts';
import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import type { WebhookMethod } from '../number.ts';
import type { ConnectionOverrides, RetryClass } from './connection-overrides.ts';
import { splitAddress } from './connection-overrides.ts';
import type { HttpOutcome } from './http-call.ts';
import { callHttp } from './http-call.ts';
import type { WebhookParameters } from './signature.ts';
import type { WebhookAttempt } from './webhook-log.ts';
import { buildRequest } from './webhook-request.ts';

/** A webhook to be called. */
export interface Webhook {
  readonly purpose: WebhookAttempt['purpose'];
  readonly message: Message;
  /** As configured, with its fragment. */
  readonly address: string;
  readonly method: WebhookMethod;
  readonly parameters: WebhookParameters;
  /** Signs with a token of nobody's. */
  readonly badlySigned?: boolean;
}

/** What a webhook said, or the debugger's code for what went wrong; without a code it was broken off by a reset. */
export type WebhookResult =
  | { readonly ok: true; readonly contentType: string; readonly status: number; readonly body: string }
  | { readonly ok: false; readonly code: number | undefined };

/** The vendor's limit for TwiML. */
const maxAnswerBytes = 64 * 1024;
const mostRedirects = 5;

/** Calls a webhook as often as its address allows, within its total time (§1.4). Never rejects. */
export async function callWebhook(cloud: TwilioCloud, webhook: Webhook): Promise<WebhookResult> {
  const { url, overrides } = splitAddress(webhook.address, cloud.knobs.connectionOverrides);
  const policy = cloud.knobs.retryTimeouts ? new Set([...overrides.policy, 'rt' as const]) : overrides.policy;
  const endsAt = cloud.now() + overrides.totalMs;
  const token = randomUUID();
  const { signal, timers } = cloud;
  for (let attempt = 1; ; attempt += 1) {
    const told = attempt > 1 || cloud.knobs.idempotencyToken === 'always' ? token : undefined;
    const outcome = await tryOnce(cloud, webhook, { url, overrides, endsAt, attempt, token: told, signal, timers });
    if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return answered(outcome);
    const failure = retryClassOf(outcome);
    const again = failure !== undefined && policy.has(failure) && attempt <= overrides.retries;
    if (!again || cloud.now() >= endsAt) return { ok: false, code: codeOf(outcome) };
  }
}

interface Attempt {
  readonly url: string;
  readonly overrides: ConnectionOverrides;
  readonly endsAt: number;
  readonly attempt: number;
  readonly token: string | undefined;
  /** Of the time when the webhook was first called: a reset makes new ones. */
  readonly signal: AbortSignal;
  readonly timers: Timers;
}

/** One attempt, and where it is redirected to. A 301, 302 or 303 loses the parameters (§1.2). */
async function tryOnce(cloud: TwilioCloud, webhook: Webhook, attempt: Attempt): Promise<HttpOutcome> {
  let { url } = attempt;
  let { method, parameters } = webhook;
  for (let redirects = 0; ; redirects += 1) {
    const outcome = await post(cloud, { ...webhook, method, parameters }, { ...attempt, url });
    const location = outcome.kind === 'answer' ? outcome.headers.location : undefined;
    if (outcome.kind !== 'answer' || location === undefined || outcome.status < 300 || outcome.status > 399) {
      return outcome;
    }
    if (redirects === mostRedirects || !URL.canParse(location, url)) return { kind: 'broken' };
    url = new URL(location, url).href;
    if (outcome.status >= 307) continue;
    method = 'GET';
    parameters = [];
  }
}

async function post(cloud: TwilioCloud, webhook: Webhook, attempt: Attempt): Promise<HttpOutcome> {
  const { message, purpose, method, parameters } = webhook;
  const authToken = webhook.badlySigned ? 'f'.repeat(32) : cloud.account.authToken;
  const request = buildRequest({ method, url: attempt.url, parameters, authToken }, cloud.knobs.signedBody);
  const at = new Date(cloud.now()).toISOString();
  const headers = {
    ...request.headers,
    ...(attempt.token !== undefined && { 'I-Twilio-Idempotency-Token': attempt.token }),
  };
  const { connectMs, readMs } = attempt.overrides;
  const totalMs = Math.max(1, attempt.endsAt - cloud.now());
  const outcome = await callHttp(
    { ...request, headers, connectMs, readMs, totalMs, maxBytes: maxAnswerBytes, signal: attempt.signal },
    attempt.timers,
  );
  if (outcome.kind === 'aborted') return outcome;
  cloud.webhooks.add({
    at,
    purpose,
    messageSid: message.sid,
    attempt: attempt.attempt,
    method,
    url: request.url,
    parameters: Object.fromEntries(parameters),
    outcome: outcome.kind === 'answer' ? outcome.status : outcome.kind,
  });
  cloud.trace.emit({
    kind: 'webhook',
    type: purpose,
    messageSid: message.sid,
    method,
    path: new URL(request.url).pathname,
    ...(outcome.kind === 'answer' ? { status: outcome.status } : { text: outcome.kind }),
  });
  return outcome;
}

function answered({ status, headers, body }: HttpOutcome & { kind: 'answer' }): WebhookResult {
  return { ok: true, status, contentType: headers['content-type'] ?? '', body: body.toString('utf8') };
}

function retryClassOf(outcome: HttpOutcome): RetryClass | undefined {
  switch (outcome.kind) {
    case 'answer':
      if (outcome.status >= 500) return '5xx';
      return outcome.status >= 400 ? '4xx' : undefined;
    case 'connectFailed':
      return 'ct';
    case 'silent':
    case 'broken':
      return 'rt';
    default:
      return undefined;
  }
}

function codeOf(outcome: HttpOutcome): number | undefined {
  if (outcome.kind === 'aborted') return undefined;
  if (outcome.kind === 'connectFailed') return 11205;
  return outcome.kind === 'tooLarge' ? 11750 : 11200;
}
