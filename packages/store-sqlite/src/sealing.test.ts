import { describe, expect, it } from 'vitest';
import { createSealing, isSealed } from './sealing.ts';

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const ODD = ['', 'plain', '\u0000', '\u0000j"x"', 'a\ud800b', '😀', '{"a":1}', 'x'.repeat(100_000)];

describe('a sealing', () => {
  it.each(ODD)('gives back what it was given (%#)', (text) => {
    for (const sealing of [createSealing(), createSealing([keyOf(1)])])
      expect(sealing.open('a.b', sealing.seal('a.b', text))).toBe(text);
  });

  it('leaves texts as they are without a key, and hides them with one, each time otherwise', () => {
    expect(createSealing().seal('a.b', 'secret words')).toBe('secret words');
    const sealing = createSealing([keyOf(1)]);
    const [one, other] = [sealing.seal('a.b', 'secret words'), sealing.seal('a.b', 'secret words')];
    expect(isSealed(one)).toBe(true);
    expect(Buffer.from(one as Uint8Array).includes('secret')).toBe(false);
    expect(one).not.toEqual(other);
  });

  it('reads rows from before there was a key, and those of every key that is given', () => {
    const [plain, old, present] = [createSealing(), createSealing([keyOf(1)]), createSealing([keyOf(2), keyOf(1)])];
    expect(present.open('a.b', plain.seal('a.b', 'x\u0000y'))).toBe('x\u0000y');
    expect(present.open('a.b', old.seal('a.b', 'old'))).toBe('old');
    const sealed = present.seal('a.b', 'new');
    expect([isSealed(sealed, present.keyId ?? ''), isSealed(sealed, old.keyId ?? '')]).toEqual([true, false]);
    expect(() => old.open('a.b', sealed)).toThrow('a key that is not given');
  });

  it('opens nothing that was changed, or sealed for another place', () => {
    const sealing = createSealing([keyOf(1)]);
    const sealed = sealing.seal('a.b', 'words') as Uint8Array;
    expect(() => sealing.open('a.c', sealed)).toThrow();
    for (let index = 7; index < sealed.length; index += 5) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealing.open('a.b', changed)).toThrow();
    }
  });

  it('never uses a nonce twice with one key, in whatever process', () => {
    const heads = new Set<string>();
    for (let process = 0; process < 20; process += 1) {
      const sealing = createSealing([keyOf(1)]);
      for (let text = 0; text < 50; text += 1)
        heads.add(Buffer.from((sealing.seal('a.b', 'x') as Uint8Array).subarray(0, 29)).toString('hex'));
    }
    expect(heads.size).toBe(1_000);
  });

  it('wants keys of 32 bytes', () => {
    expect(() => createSealing([Buffer.alloc(16).toString('base64')])).toThrow('32 bytes');
  });
});
