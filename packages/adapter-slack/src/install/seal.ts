import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what must not lie about in the clear, for one purpose. */
export interface Seal {
  /** `about` is bound to it: what was sealed for one thing cannot be passed off as another's. */
  close(text: string, about: string): string;
  /** Null: not sealed with any of the secrets, or not for this. */
  open(sealed: string, about: string): string | null;
  /** Whether it was closed with the first of the secrets. */
  isCurrent(sealed: string, about: string): boolean;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with keys derived from the secrets. The first one encrypts, each decrypts. */
export function createSeal(secrets: readonly string[], purpose: string): Seal {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES)));
  const [first] = keys;
  if (first === undefined) throw new TypeError('sealing needs a secret');
  return {
    close(text, about) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, first, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(about));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), data]).toString('base64url');
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64url');
      for (const key of keys) {
        const text = opened(bytes, key, about);
        if (text !== null) return text;
      }
      return null;
    },
    isCurrent: (sealed, about) => opened(Buffer.from(sealed, 'base64url'), first, about) !== null,
  };
}

function opened(bytes: Buffer, key: Buffer, about: string): string | null {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
