import { expect, it } from 'vitest';
import { isBeyondReach } from './beyond-reach.ts';

const NOTHING = { frameLosses: [], absences: [], backWithinMs: 4_000 };
const EXPIRED_AT = 100_000;

it('is nothing as long as the chat can be read', () => {
  expect(isBeyondReach(99_999, null, NOTHING)).toBe(false);
});

it('is what was said while the socket may have been dead', () => {
  expect(isBeyondReach(88_000, EXPIRED_AT, NOTHING)).toBe(true);
  expect(isBeyondReach(87_999, EXPIRED_AT, NOTHING)).toBe(false);
});

it('is what was said while frames were lost', () => {
  const reach = { ...NOTHING, frameLosses: [{ from: 10_000, to: 20_000 }] };
  expect(isBeyondReach(15_000, EXPIRED_AT, reach)).toBe(true);
  expect(isBeyondReach(20_001, EXPIRED_AT, reach)).toBe(false);
});

it('is what was said before a bridge that came back could have read it', () => {
  const reach = {
    ...NOTHING,
    absences: [
      { from: 88_500, to: 91_500 },
      { from: 94_000, to: 97_000 },
    ],
  };
  expect(isBeyondReach(87_000, EXPIRED_AT, reach)).toBe(true);
  expect(isBeyondReach(73_999, EXPIRED_AT, reach)).toBe(false);
});

it('has nothing to do with a bridge that was back long before, or gone only after', () => {
  const before = { ...NOTHING, absences: [{ from: 50_000, to: 60_000 }] };
  expect(isBeyondReach(80_000, EXPIRED_AT, before)).toBe(false);
  const after = { ...NOTHING, absences: [{ from: 100_000, to: 130_000 }] };
  expect(isBeyondReach(80_000, EXPIRED_AT, after)).toBe(false);
});
