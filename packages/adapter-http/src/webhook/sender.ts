import type { Clock, Outcome } from '@trunkline/core';
import { Pool } from 'undici';
import type { PublicEvent } from '../event-types.ts';
import type { WebhookOptions } from '../options.ts';
import { outcomeOfAnswer, outcomeOfError, parseRetryAfter } from './outcome.ts';
import { Posting } from './posting.ts';
import { secretBytes, signatureHeader } from './signature.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Of silence within an answer's body. */
const BODY_TIMEOUT_MS = 5_000;
export interface WebhookCall {
  /** Stable over every attempt; the receiver dedupes by it. */
  readonly id: string;
  readonly event: PublicEvent;
  /** An earlier attempt may have arrived. */
  readonly repeated: boolean;
}

/** Posts signed events to one receiver, each once. */
export interface WebhookSender {
  send(call: WebhookCall, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

export function createWebhookSender(options: WebhookOptions, clock: Clock): WebhookSender {
  const secrets = typeof options.secret === 'string' ? [options.secret] : options.secret;
  const keys = secrets.map(secretBytes).filter((key) => key !== null);
  const { origin, pathname, search } = new URL(options.url);
  const pool = new Pool(origin, { connect: { timeout: CONNECT_TIMEOUT_MS }, bodyTimeout: BODY_TIMEOUT_MS });
  const path = `${pathname}${search}`;

  return {
    async send({ id, event, repeated }, signal) {
      const body = JSON.stringify(event);
      const timestampS = Math.floor(clock.now() / 1000);
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        'user-agent': 'Trunkline-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(timestampS),
        'webhook-signature': signatureHeader(keys, { id, timestampS, body }),
      };
      if (repeated) headers['trunkline-repeated'] = 'true';
      const posting = new Posting(clock);
      const abort = (): void => posting.abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        if (signal.aborted) abort();
        else pool.dispatch({ path, method: 'POST', headers, body }, posting);
        const { status, retryAfter } = await posting.answer;
        return outcomeOfAnswer({ status, retryAfterMs: parseRetryAfter(retryAfter, clock.now()) }, id);
      } catch (error) {
        return outcomeOfError(error, signal.aborted);
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    close: () => pool.destroy(),
  };
}
