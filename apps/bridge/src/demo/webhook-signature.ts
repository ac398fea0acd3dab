import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_S = 300;

/** What a webhook comes with, as received. */
export interface SignedWebhook {
  readonly id: string;
  readonly timestamp: string;
  /** Space-separated `version,signature` entries. */
  readonly signature: string;
  readonly body: Uint8Array;
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, made within five minutes of now. */
export function isSigned(webhook: SignedWebhook, secret: string, nowMs: number): boolean {
  const { id, timestamp, signature, body } = webhook;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signature.split(' ').some((entry) => {
    if (!entry.startsWith('v1,')) return false;
    const given = Buffer.from(entry.slice(3), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
