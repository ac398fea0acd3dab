import { createHash, timingSafeEqual } from 'node:crypto';
import type { Address, ChannelRequest } from '@trunkline/core';
import type { CustomerTokens } from '../tokens/customer-tokens.ts';
import { RequestProblem } from './problem.ts';

/** Whoever a request comes from. A key speaks for every customer, a token for one. */
export type Caller =
  | { readonly kind: 'key'; readonly key: number }
  | {
      readonly kind: 'token';
      readonly customer: Address;
      /** Epoch milliseconds. */
      readonly expiresAt: number;
    };

/** `expired`: the token was ours, but is over; `stranger`: there is no key or token, or none of ours. */
type Identity =
  | Caller
  | { readonly kind: 'expired'; readonly customer: Address; readonly problem: RequestProblem }
  | { readonly kind: 'stranger'; readonly problem: RequestProblem };

/** The `token` is that of the URL; null: there is none, or it does not count here. */
export type Identify = (headers: ChannelRequest['headers'], token: string | null) => Identity;

const BEARER = /^Bearer +(\S+) *$/i;

/** Takes the same time whichever key is meant. A header outranks the URL. */
export function createIdentify(apiKeys: readonly string[], tokens: CustomerTokens): Identify {
  const digests = apiKeys.map(digest);

  function keyOf(given: string): number {
    const presented = digest(given);
    return digests.reduce((found, one, index) => (timingSafeEqual(one, presented) ? index : found), -1);
  }

  return ({ authorization }, inUrl) => {
    if (authorization === undefined && inUrl !== null) return byToken(tokens, inUrl);
    const given = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
    if (given === undefined)
      return stranger('Send an API key or a customer token: `Authorization: Bearer <key or token>`.', 'Bearer');
    const key = keyOf(given);
    return key === -1 ? byToken(tokens, given) : { kind: 'key', key };
  };
}

function byToken(tokens: CustomerTokens, given: string): Identity {
  const reading = tokens.read(given);
  if (reading === null)
    return stranger(
      'This is neither one of the channel’s API keys nor a token made with them. Compare it with `apiKeys` in the bridge’s config, or make a new token.',
      INVALID,
    );
  const { customer, expiresAt, expired } = reading;
  if (!expired) return { kind: 'token', customer, expiresAt };
  return { kind: 'expired', customer, problem: unauthorized('This token is over. Make a new one.', INVALID) };
}

const INVALID = 'Bearer error="invalid_token"';

function stranger(detail: string, challenge: string): Identity {
  return { kind: 'stranger', problem: unauthorized(detail, challenge) };
}

export function unauthorized(detail: string, challenge: string = INVALID): RequestProblem {
  return new RequestProblem(401, detail, { headers: { 'www-authenticate': challenge } });
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
