import { describe, expect, it } from 'vitest';
import { rateReading } from './rate-reading.ts';

const headers = (count: string, allowed: string, reset: string) => ({
  'inin-ratelimit-count': count,
  'inin-ratelimit-allowed': allowed,
  'inin-ratelimit-reset': reset,
});

describe('the rate in an answer', () => {
  it('is read as captured', () => {
    expect(rateReading(headers('1', '180', '61'))).toEqual({ count: 1, allowed: 180, resetMs: 61_000 });
  });

  it.each([
    ['no header', {}],
    ['a missing one', { 'inin-ratelimit-count': '1', 'inin-ratelimit-allowed': '180' }],
    ['words', headers('one', '180', '61')],
    ['less than nothing', headers('-1', '180', '61')],
    ['nothing allowed', headers('1', '0', '61')],
  ])('is not made up from %s', (_name, given) => {
    expect(rateReading(given)).toBeNull();
  });
});
