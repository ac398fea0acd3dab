import { randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An id as Slack's look, e.g. `C` and ten letters; never the same in two runs, so that nobody takes new for known. */
export function newId(prefix: string): string {
  return `${prefix}${[...randomBytes(10)].map((byte) => letters[byte % letters.length]).join('')}`;
}

/** Something that nobody guesses. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(18).toString('hex')}`;
}
