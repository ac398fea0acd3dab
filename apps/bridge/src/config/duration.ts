const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const DURATION_PATTERN: RegExp = /^\d{1,9}(ms|s|m|h|d)$/;

/** Milliseconds of a text that matches the pattern, e.g. `4h`. */
export function durationMs(text: string): number {
  const amount = Number.parseInt(text, 10);
  const unit = text.replace(/^\d+/, '') as keyof typeof UNIT_MS;
  return amount * UNIT_MS[unit];
}
