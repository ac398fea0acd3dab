import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

describe('when to come again', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['an HTTP date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, 9_000],
    ['an HTTP date that has passed', { 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, 0],
    ['the reset of the window', { 'inin-ratelimit-reset': '61' }, 61_000],
    ['the wish before the window', { 'retry-after': '2', 'inin-ratelimit-reset': '61' }, 2_000],
    ['the window when the wish is unreadable', { 'retry-after': 'soon', 'inin-ratelimit-reset': '3' }, 3_000],
    ['the first of several', { 'retry-after': ['4', '5'] }, 4_000],
    ['more than a day', { 'retry-after': '9'.repeat(400) }, 86_400_000],
    ['a date far away', { 'retry-after': 'Thu, 01 Jan 2099 00:00:00 GMT' }, 86_400_000],
    ['nothing', {}, null],
    ['nonsense', { 'retry-after': '-1x', 'inin-ratelimit-reset': 'x' }, null],
  ])('is read from %s', (_name, headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});
