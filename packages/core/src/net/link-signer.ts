import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what a link of the bridge names, so that nobody can make one of their own. */
export interface LinkSigner {
  /** 43 characters of base64url over the parts, which cannot be shifted into one another. */
  sign(parts: readonly string[]): string;
  /** Compares in constant time. */
  verifies(parts: readonly string[], signature: string): boolean;
}

/**
 * `purpose` keeps links apart that are made with the same secret, e.g. `media`. The first secret signs, each is believed.
 * Throws a TypeError without a secret.
 */
export function createLinkSigner(secrets: readonly string[], purpose: string): LinkSigner {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update(`trunkline link ${purpose}`).digest());
  const [first] = keys;
  if (first === undefined || secrets.includes('')) throw new TypeError('a signer of links needs a secret');
  const digest = (key: Uint8Array, parts: readonly string[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest();
  return {
    sign: (parts) => digest(first, parts).toString('base64url'),
    verifies(parts, signature) {
      const given = Buffer.from(signature, 'base64url');
      // Another spelling of the same bytes is not what was signed.
      if (given.length !== 32 || given.toString('base64url') !== signature) return false;
      return keys.map((key) => timingSafeEqual(digest(key, parts), given)).includes(true);
    },
  };
}
