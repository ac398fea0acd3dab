import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeAddress, encodeAddress, isProvisional, rateKey, type SlackPlace } from './address.ts';

const id = fc.stringMatching(/^[TCDGU][A-Z0-9]{1,12}$/);
const ts = fc.stringMatching(/^\d{10}\.\d{6}$/);
const nonce = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/);
const place: fc.Arbitrary<SlackPlace> = fc.oneof(
  fc.record({ team: id, channel: id, thread: fc.option(ts) }, { noNullPrototype: true }),
  fc.record({ team: id, channel: id, user: id, nonce }, { noNullPrototype: true }),
);

it('every place comes back from its address', () => {
  fc.assert(
    fc.property(place, (one) => {
      expect(decodeAddress(encodeAddress(one))).toEqual(one);
    }),
  );
});

it('two places never share an address', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      expect(encodeAddress(one) === encodeAddress(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

it('whatever is no address is null, and what is one is written the same way again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^T1\/C1\/?[U1:.\d]*$/)), (text) => {
      const read = decodeAddress(text);
      if (read !== null) expect(encodeAddress(read)).toBe(text);
    }),
  );
  for (const text of [
    '',
    'T1',
    'T1/',
    'T1/C1/',
    'T1/C1/17',
    'T1/C1/x',
    'T1/C1/U1:',
    'T1/C1/1.000001/2',
    't1/c1',
    ' T1/C1',
  ])
    expect(decodeAddress(text), text).toBeNull();
});

it('refuses to make an address that could not be read', () => {
  expect(() => encodeAddress({ team: 'T/1', channel: 'C1', thread: null })).toThrow(TypeError);
  expect(() => encodeAddress({ team: 'T1', channel: 'C1', user: 'U1', nonce: '' })).toThrow(TypeError);
  expect(() => encodeAddress({ team: 'T1', channel: 'C1', thread: '17' })).toThrow(TypeError);
});

it('threads of a channel share a rate, channels do not', () => {
  const [one, other] = ['T1/C1/1700000000.000001', 'T1/C1/U1:n'].map((text) => decodeAddress(text));
  if (one == null || other == null) throw new Error('not read');
  expect([isProvisional(one), isProvisional(other)]).toEqual([false, true]);
  expect(rateKey(one)).toBe(rateKey(other));
  expect(rateKey({ team: 'T1', channel: 'C2', thread: null })).not.toBe(rateKey(one));
});
