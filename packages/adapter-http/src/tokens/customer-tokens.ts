import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Address, address, type Clock } from '@trunkline/core';

export interface CustomerTokensOptions {
  /** The first signs; each is believed. */
  readonly secrets: readonly string[];
  /** A token opens the channel that it was made for and no other one. */
  readonly channel: string;
  readonly clock: Pick<Clock, 'now'>;
}

interface CustomerToken {
  readonly token: string;
  /** Epoch milliseconds, whole seconds. */
  readonly expiresAt: number;
}

interface TokenReading {
  readonly customer: Address;
  readonly expiresAt: number;
  readonly expired: boolean;
}

/** Tokens that name one customer and end by themselves. Nothing is kept: they are believed because they are signed. */
export interface CustomerTokens {
  mint(customer: Address, ttlS: number): CustomerToken;
  /** Null: it is none of ours. Takes the same time whichever secret signed it. */
  read(token: string): TokenReading | null;
}

const VERSION = 'ct1';
const TOKEN = /^(ct1\.([\w-]{2,1200})\.(\d{1,11}))\.([\w-]{43})$/;

export function createCustomerTokens({ secrets, channel, clock }: CustomerTokensOptions): CustomerTokens {
  const keys = secrets.map((secret) =>
    createHmac('sha256', secret).update(`trunkline customer token of ${channel}`).digest(),
  );
  const sign = (key: Buffer, signed: string) => createHmac('sha256', key).update(signed).digest();
  const [first = Buffer.alloc(0)] = keys;

  return {
    mint(customer, ttlS) {
      const expiresAtS = Math.floor(clock.now() / 1000) + ttlS;
      const signed = `${VERSION}.${Buffer.from(customer).toString('base64url')}.${expiresAtS}`;
      return { token: `${signed}.${sign(first, signed).toString('base64url')}`, expiresAt: expiresAtS * 1000 };
    },
    read(token) {
      const [, signed, customer, expiresAtS, signature] = TOKEN.exec(token) ?? [];
      if (signed === undefined || customer === undefined || signature === undefined) return null;
      const given = Buffer.from(signature, 'base64url');
      // Another spelling of the same bytes is not what was signed.
      if (given.toString('base64url') !== signature) return null;
      const ours = keys.reduce((found, key) => timingSafeEqual(sign(key, signed), given) || found, false);
      if (!ours) return null;
      const expiresAt = Number(expiresAtS) * 1000;
      return {
        customer: address(Buffer.from(customer, 'base64url').toString()),
        expiresAt,
        expired: expiresAt <= clock.now(),
      };
    },
  };
}
