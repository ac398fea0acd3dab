import { createHmac, timingSafeEqual } from 'node:crypto';

/** Claims seen in captured tokens (docs/guest-chat.md §3.1). */
export interface GuestClaims {
  readonly data: { readonly conv: string; readonly did: string; readonly sub: string };
  readonly iat: number;
  readonly exp: number;
  readonly iss: 'urn:purecloud:webchat';
  readonly org: string;
}

/** What a token turned out to be. */
export type TokenReading =
  | { readonly state: 'valid'; readonly claims: GuestClaims }
  | { readonly state: 'expired'; readonly claims: GuestClaims }
  | { readonly state: 'bad' };

/** Signs and reads guest tokens. HS256 where the vendor uses RS256: nobody but the issuer may check them anyway. */
export class GuestTokens {
  readonly #secret: string;
  readonly #header: string;

  constructor(secret: string, keyId: string) {
    this.#secret = secret;
    this.#header = encode({ alg: 'HS256', kid: keyId, typ: 'JWT' });
  }

  sign(claims: GuestClaims): string {
    const signed = `${this.#header}.${encode(claims)}`;
    return `${signed}.${this.#signature(signed)}`;
  }

  read(token: string, nowMs: number): TokenReading {
    const [header, payload, signature, ...rest] = token.split('.');
    if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
      return { state: 'bad' };
    }
    const expected = Buffer.from(this.#signature(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { state: 'bad' };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as GuestClaims;
    return { state: nowMs >= claims.exp * 1000 ? 'expired' : 'valid', claims };
  }

  #signature(signed: string): string {
    return createHmac('sha256', this.#secret).update(signed).digest('base64url');
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
