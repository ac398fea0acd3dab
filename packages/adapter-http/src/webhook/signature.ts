import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The key inside a Standard Webhooks secret; null if it is not one. */
export function secretBytes(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return null;
  const encoded = secret.slice(PREFIX.length);
  if (!BASE64.test(encoded) || encoded.length % 4 !== 0) return null;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
}

export interface SignedContent {
  readonly id: string;
  /** Unix seconds of the attempt. */
  readonly timestampS: number;
  readonly body: string;
}

/** The `webhook-signature` header of Standard Webhooks: one v1 entry for each key. */
export function signatureHeader(keys: readonly Buffer[], { id, timestampS, body }: SignedContent): string {
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`).digest('base64')}`)
    .join(' ');
}
