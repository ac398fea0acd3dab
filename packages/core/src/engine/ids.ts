import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const RANDOM_DIGITS = 16;
/** Random bytes for many ids: each is used once, asking for a few of them costs as much as asking for thousands. */
const pool = new Uint8Array(RANDOM_DIGITS * 512);
let used = pool.length;
let timeMs = -1;
let time = '';

/** A fresh id of 26 characters: 48 bits of time, so that ids made later sort later, then 80 random bits. */
export function freshId(nowMs: number): string {
  if (nowMs !== timeMs) {
    timeMs = nowMs;
    time = timeDigits(nowMs);
  }
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = time;
  for (const end = used + RANDOM_DIGITS; used < end; used += 1) id += ALPHABET[(pool[used] ?? 0) % 32];
  return id;
}

function timeDigits(nowMs: number): string {
  let digits = '';
  for (let rest = nowMs, digit = 0; digit < 10; digit += 1, rest = Math.floor(rest / 32))
    digits = ALPHABET[rest % 32] + digits;
  return digits;
}
