import type { KeyPairKeyObjectResult } from 'node:crypto';
import { createHmac, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto';

/** Claims seen in captured tokens (docs/guest-chat.md §3.1). */
export interface GuestClaims {
  readonly data: { readonly conv: string; readonly did: string; readonly sub: string };
  readonly iat: number;
  readonly exp?: number;
  readonly iss: 'urn:purecloud:webchat';
  readonly org: string;
}

/** What a token turned out to be. */
export type TokenReading =
  | { readonly state: 'valid'; readonly claims: GuestClaims }
  | { readonly state: 'expired'; readonly claims: GuestClaims }
  | { readonly state: 'bad' };

type Algorithm = 'HS256' | 'RS256';

/** Signs and reads guest tokens. HS256 will do where the vendor uses RS256: nobody but the issuer may check them. */
export class GuestTokens {
  readonly #secret: string;
  readonly #keyId: string;
  /** Made when it is first needed, since that takes a while; so RS256 tokens are not believed by another sandbox. */
  #keys: KeyPairKeyObjectResult | undefined;

  constructor(secret: string, keyId: string) {
    this.#secret = secret;
    this.#keyId = keyId;
  }

  sign(claims: GuestClaims, algorithm: Algorithm): string {
    const signed = `${encode({ alg: algorithm, kid: this.#keyId, typ: 'JWT' })}.${encode(claims)}`;
    return `${signed}.${this.#signature(signed, algorithm).toString('base64url')}`;
  }

  /** A token that does not say when it expires lives for `ttlS`. */
  read(token: string, { nowMs, ttlS }: { readonly nowMs: number; readonly ttlS: number }): TokenReading {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
      return { state: 'bad' };
    }
    if (!this.#isSigned(`${header}.${payload}`, signature, algorithmOf(header))) return { state: 'bad' };
    const claims = decode(payload) as GuestClaims;
    const expiresAtS = claims.exp ?? claims.iat + ttlS;
    return { state: nowMs >= expiresAtS * 1000 ? 'expired' : 'valid', claims };
  }

  #isSigned(signed: string, signature: string, algorithm: Algorithm | undefined): boolean {
    if (algorithm === undefined) return false;
    const given = Buffer.from(signature, 'base64url');
    // One signature has several spellings in base64url.
    if (given.toString('base64url') !== signature) return false;
    if (algorithm === 'RS256')
      return this.#keys !== undefined && verify('sha256', utf8(signed), this.#keys.publicKey, given);
    const expected = this.#signature(signed, algorithm);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #signature(signed: string, algorithm: Algorithm): Buffer {
    if (algorithm === 'HS256') return createHmac('sha256', this.#secret).update(signed).digest();
    this.#keys ??= generateKeyPairSync('rsa', { modulusLength: 2_048 });
    return sign('sha256', utf8(signed), this.#keys.privateKey);
  }
}

function algorithmOf(header: string): Algorithm | undefined {
  const { alg } = (decode(header) ?? {}) as { alg?: unknown };
  return alg === 'HS256' || alg === 'RS256' ? alg : undefined;
}

function utf8(text: string): Buffer {
  return Buffer.from(text);
}

function encode(part: object): string {
  return utf8(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
