import { createHmac } from 'node:crypto';
import type { SignatureFault } from './delivery.ts';

/** What is signed, when, and how it goes wrong, if at all. */
export interface SignedRequest {
  readonly body: string;
  readonly secret: string;
  readonly nowMs: number;
  readonly fault: SignatureFault | undefined;
}

const hourS = 3_600;

/** `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body`. */
export function signatureHeaders({ body, secret, nowMs, fault }: SignedRequest): Record<string, string> {
  const shiftS = fault === 'staleTimestamp' ? -hourS : fault === 'futureTimestamp' ? hourS : 0;
  const timestamp = String(Math.floor(nowMs / 1_000) + shiftS);
  if (fault === 'noSignature') return { 'X-Slack-Request-Timestamp': timestamp };
  const key = fault === 'badSignature' ? `${secret}, but wrong` : secret;
  const digest = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': timestamp, 'X-Slack-Signature': `v0=${digest}` };
}
