import { z } from 'zod';

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const DURATION_PATTERN: RegExp = /^\d{1,9}(ms|s|m|h|d)$/;

/** Above nothing and within the 24.8 days that a timer can count, as far as a pattern can tell. */
const WAIT_PATTERN = /^(?=.*[1-9])(\d{1,9}ms|\d{1,6}s|\d{1,4}m|[1-4]?\d{1,2}h|(1?\d|2[0-4])d)$/;
const WAIT_ERROR = 'must be a duration such as 500ms, 30s, 5m or 2h, above 0 and at most 24d (499h, 9999m)';

/** Milliseconds of a text that matches the pattern, e.g. `4h`. */
export function durationMs(text: string): number {
  const amount = Number.parseInt(text, 10);
  const unit = text.replace(/^\d+/, '') as keyof typeof UNIT_MS;
  return amount * UNIT_MS[unit];
}

/** Seven days or more: for so long the same id of the same customer is recognised. */
const RETAINED_PATTERN = /^(0*([7-9]|[1-9]\d{1,4})d|0*(16[89]|1[7-9]\d|[2-9]\d\d|[1-9]\d{3,5})h)$/;
const RETAINED_ERROR = 'must be a duration of at least 7d, such as 30d or 720h';

/** How long something is kept. */
export const retained: z.ZodType<number, string> = z
  .string({ error: RETAINED_ERROR })
  .regex(RETAINED_PATTERN, RETAINED_ERROR)
  .transform(durationMs);

/** How long to wait for something, written as `30s`. */
export const wait: z.ZodType<number, string> = z
  .string({ error: WAIT_ERROR })
  .regex(WAIT_PATTERN, WAIT_ERROR)
  .transform(durationMs);
