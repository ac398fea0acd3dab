import { z } from 'zod';

const KEY_ERROR = 'must be 32 random bytes in base64, as openssl rand -base64 32 makes them';

/** 32 bytes in base64: the last of 43 characters carries two bits of filling. */
const key = z.string({ error: KEY_ERROR }).regex(/^[A-Za-z0-9+/_-]{42}[AEIMQUYcgkosw048]=?$/, KEY_ERROR);

/** One key, or several while they are changed: the first one encrypts, each decrypts. */
export const encryptionKey: z.ZodType<readonly string[], string | string[]> = z
  .union([key.transform((one): readonly string[] => [one]), z.array(key).min(1)], {
    error: (issue) => (Array.isArray(issue.input) ? 'must be a list of keys, the present one first' : KEY_ERROR),
  })
  .describe(
    'Encrypts tokens and whatever people said in the store. Several while they are changed: the first encrypts, each decrypts.',
  );
