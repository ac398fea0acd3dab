import { createHash } from 'node:crypto';
import type { InboundMessage } from '../contracts/channel-adapter.ts';

/** A digest of what was said, by which a repeated id with other content is found out. */
export function fingerprint({ text, attachments, digest }: InboundMessage): string {
  if (digest !== undefined) return digest;
  return createHash('sha256')
    .update(JSON.stringify([text, attachments ?? []]))
    .digest('base64url');
}
