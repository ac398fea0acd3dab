import { createHash, timingSafeEqual } from 'node:crypto';
import type { ChannelRequest } from '@trunkline/core';
import { RequestProblem } from './problem.ts';

/** Throws a 401 unless the request carries one of the keys. Takes the same time whichever key is meant. */
export type Authenticate = (headers: ChannelRequest['headers']) => void;

const BEARER = /^Bearer +(\S+) *$/i;

export function createAuthenticate(apiKeys: readonly string[]): Authenticate {
  const digests = apiKeys.map(digest);
  return (headers) => {
    const authorization = headers['authorization'];
    const given = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
    if (given === undefined)
      throw unauthorized('Send one of the channel’s API keys: `Authorization: Bearer <apiKey>`.', 'Bearer');
    const presented = digest(given);
    const known = digests.reduce((found, one) => timingSafeEqual(one, presented) || found, false);
    if (!known)
      throw unauthorized(
        'This is none of the channel’s API keys. Compare it with `apiKeys` in the bridge’s config.',
        'Bearer error="invalid_token"',
      );
  };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function unauthorized(detail: string, challenge: string): RequestProblem {
  return new RequestProblem(401, detail, { headers: { 'www-authenticate': challenge } });
}
