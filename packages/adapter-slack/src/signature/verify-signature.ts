import { createHmac, timingSafeEqual } from 'node:crypto';

/** What came with a request, and what it must fit. */
export interface SignedRequest {
  readonly body: Uint8Array;
  /** `X-Slack-Request-Timestamp`, Unix seconds. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`. */
  readonly signature: string | undefined;
  /** The first is current, the others are being rotated out; each is believed. */
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export type SignatureVerdict = 'good' | 'missing' | 'stale' | 'future' | 'bad';

/** Slack's own window; Bolt looks only backwards. */
const WINDOW_S = 5 * 60;

/** Slack's signature v0: over the raw body, not older and not newer than five minutes. */
export function verifySignature({ body, timestamp, signature, secrets, now }: SignedRequest): SignatureVerdict {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'missing';
  const ageS = Math.floor(now / 1000) - Number(timestamp);
  if (ageS > WINDOW_S) return 'stale';
  if (ageS < -WINDOW_S) return 'future';
  const given = Buffer.from(signature);
  const fits = secrets.map((secret) => {
    const expected = Buffer.from(
      `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
    );
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits.includes(true) ? 'good' : 'bad';
}
