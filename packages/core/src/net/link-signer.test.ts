import { expect, it } from 'vitest';
import { createLinkSigner } from './link-signer.ts';

it('believes what it signed, and what an earlier secret signed', () => {
  const before = createLinkSigner(['old'], 'media');
  const now = createLinkSigner(['new', 'old'], 'media');
  expect(now.verifies(['MM1', '0'], now.sign(['MM1', '0']))).toBe(true);
  expect(now.verifies(['MM1', '0'], before.sign(['MM1', '0']))).toBe(true);
  expect(before.verifies(['MM1', '0'], now.sign(['MM1', '0']))).toBe(false);
});

it('believes neither other parts, nor parts cut elsewhere, nor another purpose or spelling', () => {
  const signer = createLinkSigner(['secret'], 'media');
  const signature = signer.sign(['a', 'bc']);
  expect(signer.verifies(['ab', 'c'], signature)).toBe(false);
  expect(signer.verifies(['a', 'bd'], signature)).toBe(false);
  expect(createLinkSigner(['secret'], 'files').verifies(['a', 'bc'], signature)).toBe(false);
  for (const other of ['', `${signature}=`, signature.slice(1), `${signature}AA`, 'ü'.repeat(43)])
    expect(signer.verifies(['a', 'bc'], other)).toBe(false);
});

it('is not made without a secret', () => {
  expect(() => createLinkSigner([], 'media')).toThrow(TypeError);
  expect(() => createLinkSigner(['new', ''], 'media')).toThrow(TypeError);
});
