import { z } from 'zod';

/** Seconds, up to the last year that a date can be written in. */
const claims = z.object({ exp: z.number().positive().max(253_402_300_799) });

/** When a guest's token expires, epoch milliseconds; null if it does not say. The signature is the server's business. */
export function jwtExpiry(jwt: string): number | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
    const read = claims.safeParse(payload);
    return read.success ? Math.floor(read.data.exp * 1_000) : null;
  } catch {
    return null;
  }
}
