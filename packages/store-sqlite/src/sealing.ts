import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { SqlValue } from './database.ts';
import { fromText, toText } from './sql-words.ts';

/**
 * How a text stands in a column. With a key it is encrypted with AES-256-GCM; without one it is as it is. Either is read,
 * so that rows from before there was a key, or of an earlier key, stay readable.
 */
export interface Sealing {
  /** Of the key that encrypts; null: nothing is encrypted. */
  readonly keyId: string | null;
  /** All keys that may decrypt. */
  readonly keyIds: readonly string[];
  /** `place` names table and column: what was sealed for one place is not opened in another. */
  seal(place: string, text: string): SqlValue;
  sealOrNull(place: string, text: string | null): SqlValue;
  open(place: string, value: SqlValue): string;
  openOrNull(place: string, value: SqlValue): string | null;
}

/**
 * Sealed: mark, key id, salt, number, ciphertext, tag. Each process derives a key of its own from a fresh salt and counts
 * its texts, so that no nonce comes twice under one key, however much is written.
 */
const MARK = 0xf1;
const KEY_ID = 6;
const SALT = 16;
const NUMBER = 6;
const TAG = 16;
const NONCE = 12;
const HEAD = 1 + KEY_ID + SALT + NUMBER;
/** Half of what the number can count. */
const MOST = 2 ** 47;
const CIPHER = 'aes-256-gcm';
const PURPOSE = 'trunkline store';
/** Derived keys of earlier processes that are remembered; each takes a few microseconds to derive. */
const REMEMBERED = 1_000;

/** The first key encrypts, each decrypts; 32 bytes each, in base64. */
export function createSealing(keys: readonly string[] = []): Sealing {
  const known = new Map(keys.map((text) => keyOf(text)).map((key) => [key.id, key.bytes]));
  const [first] = keys.map((text) => keyOf(text));
  const derived = new Map<string, Buffer>();
  let writing: Writing | null = null;

  function opened(place: string, sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const id = bytes.toString('hex', 1, 1 + KEY_ID);
    const key = known.get(id);
    if (key === undefined) throw new Error('a row is encrypted with a key that is not given');
    const salt = bytes.subarray(1 + KEY_ID, HEAD - NUMBER);
    const name = `${id}${salt.toString('hex')}`;
    const subkey = derived.get(name) ?? derive(key, salt);
    if (derived.size >= REMEMBERED) derived.clear();
    derived.set(name, subkey);
    const decipher = createDecipheriv(CIPHER, subkey, nonceOf(bytes.subarray(HEAD - NUMBER, HEAD)));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(-TAG));
    return decipher.update(bytes.subarray(HEAD, -TAG), undefined, 'utf8') + decipher.final('utf8');
  }

  function seal(place: string, text: string): SqlValue {
    if (first === undefined) return fromText(text);
    if (writing === null || writing.count >= MOST) writing = beginWriting(first);
    const { subkey, head } = writing;
    const start = Buffer.allocUnsafe(HEAD);
    head.copy(start);
    start.writeUIntBE(writing.count, HEAD - NUMBER, NUMBER);
    writing.count += 1;
    const cipher = createCipheriv(CIPHER, subkey, nonceOf(start.subarray(HEAD - NUMBER)));
    cipher.setAAD(Buffer.from(place));
    return Buffer.concat([start, cipher.update(wellFormed(text)), cipher.final(), cipher.getAuthTag()]);
  }

  const open = (place: string, value: SqlValue): string =>
    isSealed(value) ? textOf(opened(place, value)) : toText(value);

  return {
    keyId: first?.id ?? null,
    keyIds: [...known.keys()],
    seal,
    sealOrNull: (place, text) => (text === null ? null : seal(place, text)),
    open,
    openOrNull: (place, value) => (value === null ? null : open(place, value)),
  };
}

/** Whether a column's value is encrypted, and with the key of this id if one is given. */
export function isSealed(value: SqlValue, keyId?: string): value is Uint8Array {
  if (!(value instanceof Uint8Array) || value[0] !== MARK) return false;
  return keyId === undefined || Buffer.from(value.subarray(1, 1 + KEY_ID)).toString('hex') === keyId;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

function keyOf(text: string): Key {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32) throw new TypeError('an encryption key has 32 bytes');
  return {
    bytes,
    id: createHash('sha256')
      .update(PURPOSE)
      .update(bytes)
      .digest('hex')
      .slice(0, KEY_ID * 2),
  };
}

interface Writing {
  readonly subkey: Buffer;
  /** Mark, key id and salt. */
  readonly head: Buffer;
  count: number;
}

function beginWriting({ id, bytes }: Key): Writing {
  const salt = randomBytes(SALT);
  return {
    subkey: derive(bytes, salt),
    head: Buffer.concat([Buffer.of(MARK), Buffer.from(id, 'hex'), salt]),
    count: 0,
  };
}

function derive(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, PURPOSE, 32));
}

function nonceOf(number: Buffer): Buffer {
  const nonce = Buffer.alloc(NONCE);
  number.copy(nonce, NONCE - NUMBER);
  return nonce;
}

/** UTF-8 has no lone surrogates: such a text goes in as JSON, behind a character that no other text begins with. */
const AS_JSON = '\u0000j';

function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) || text.startsWith('\u0000') ? AS_JSON + JSON.stringify(text) : text;
}

function textOf(text: string): string {
  return text.startsWith(AS_JSON) ? JSON.parse(text.slice(AS_JSON.length)) : text;
}
