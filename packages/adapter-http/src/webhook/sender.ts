import type { Clock, Outcome } from '@trunkline/core';
import { Agent, request } from 'undici';
import type { PublicEvent } from '../event-types.ts';
import type { WebhookOptions } from '../options.ts';
import { outcomeOfAnswer, outcomeOfError, parseRetryAfter } from './outcome.ts';
import { secretBytes, signatureHeader } from './signature.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Of silence within an answer's body. */
const BODY_TIMEOUT_MS = 5_000;
/** Of an answer's body, which nobody reads: a connection whose body ends soon can be used again. */
const DISCARD_BYTES = 16_384;
const DISCARD_TIMEOUT_MS = 5_000;

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
  const dispatcher = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, bodyTimeout: BODY_TIMEOUT_MS });

  return {
    async send({ id, event, repeated }, signal) {
      const body = JSON.stringify(event);
      const timestampS = Math.floor(clock.now() / 1000);
      try {
        const response = await request(options.url, {
          dispatcher,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Trunkline-Webhooks/1',
            'webhook-id': id,
            'webhook-timestamp': String(timestampS),
            'webhook-signature': signatureHeader(keys, { id, timestampS, body }),
            ...(repeated ? { 'trunkline-repeated': 'true' } : {}),
          },
          body,
          signal,
        });
        // The status says it all; a body that does not end must not make an event that was taken look lost.
        const longEnough = AbortSignal.timeout(DISCARD_TIMEOUT_MS);
        response.body.dump({ limit: DISCARD_BYTES, signal: longEnough }).catch(() => {});
        const retryAfterMs = parseRetryAfter(response.headers['retry-after'], clock.now());
        return outcomeOfAnswer({ status: response.statusCode, retryAfterMs }, id);
      } catch (error) {
        return outcomeOfError(error, signal.aborted);
      }
    },
    close: () => dispatcher.destroy(),
  };
}
