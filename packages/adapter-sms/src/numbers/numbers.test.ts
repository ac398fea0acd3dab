import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, endsOf } from '../address.ts';
import { maskNumber } from './mask-number.ts';
import { isKnownToPlan, normalNumber } from './phone-number.ts';

it.each([
  ['+1 (202) 555-0142', '+12025550142'],
  ['+12025550142', '+12025550142'],
  ['+49 30 901820', '+4930901820'],
  ['+15550100', '+15550100'],
  ['12345', '12345'],
  ['202 555 0142', null],
  ['+', null],
  ['', null],
  ['ACME', null],
])('%j is written %j', (written, number) => {
  expect(normalNumber(written)).toBe(number);
});

it('knows numbers that no plan has', () => {
  expect(['+12025550142', '+15550100', '12345'].map(isKnownToPlan)).toEqual([true, false, true]);
});

it.each([
  ['+12025550142', '+1…0142'],
  ['+447700900123', '+44…0123'],
  ['whatsapp:+12025550142', '+1…0142'],
  ['+99900001234567', '…4567'],
  ['12345', '…45'],
  ['ACME', 'A…'],
  ['', '…'],
])('masks %j as %j', (sender, masked) => {
  expect(maskNumber(sender)).toBe(masked);
});

it('never shows more than four digits besides the country', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (sender) => {
      expect(maskNumber(sender).length).toBeLessThanOrEqual(10);
    }),
  );
});

it('gets both ends back out of an address, whatever they are called', () => {
  const sender = fc.oneof(fc.string(), fc.constantFrom('+12025550100', 'whatsapp:+12025550142', '12345', 'A:%3A'));
  fc.assert(
    fc.property(sender, sender, (ours, theirs) => {
      expect(endsOf(addressOf({ ours, theirs }))).toEqual({ ours, theirs });
    }),
  );
});

it('takes nothing else for an address', () => {
  for (const made of ['', 'a', 'a:b:c', 'a:%41:']) expect(endsOf(made)).toBeNull();
});
