import { expect, it } from 'vitest';
import { createSeal } from './seal.ts';

it('opens what it has closed, and never closes the same way twice', () => {
  const seal = createSeal(['secret'], 'test');
  const one = seal.close('xoxb-token', 'installation/T1');
  expect(one).not.toContain('xoxb');
  expect(seal.open(one, 'installation/T1')).toBe('xoxb-token');
  expect(seal.close('xoxb-token', 'installation/T1')).not.toBe(one);
});

it('opens nothing that was closed for another thing, for another purpose or with another key', () => {
  const sealed = createSeal(['secret'], 'test').close('xoxb-token', 'installation/T1');
  expect(createSeal(['secret'], 'test').open(sealed, 'installation/T2')).toBeNull();
  expect(createSeal(['secret'], 'other').open(sealed, 'installation/T1')).toBeNull();
  expect(createSeal(['another'], 'test').open(sealed, 'installation/T1')).toBeNull();
});

it('notices when a single byte was changed', () => {
  const seal = createSeal(['secret'], 'test');
  const bytes = Buffer.from(seal.close('xoxb-token', 'a'), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(seal.open(changed.toString('base64url'), 'a')).toBeNull();
  }
  expect(seal.open('', 'a')).toBeNull();
});

it('opens with each key while they are rotated, and closes with the first', () => {
  const old = createSeal(['old'], 'test').close('token', 'a');
  const both = createSeal(['new', 'old'], 'test');
  expect(both.open(old, 'a')).toBe('token');
  expect(createSeal(['new'], 'test').open(both.close('token', 'a'), 'a')).toBe('token');
});
