import type { ChannelReply, ChannelRequest } from '@trunkline/core';

const PREFLIGHT_AGE_S = 7_200;

/**
 * Lets web pages of the named origins read the answers. There are no cookies here, so nothing is sent with credentials;
 * an origin that is not named gets no word about it and its browser keeps the answer from the page.
 */
export class Cors {
  readonly #origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
  }

  /** What OPTIONS is answered with, asked by a browser or by anybody else. */
  preflight({ headers }: ChannelRequest, methods: readonly string[]): ChannelReply {
    const asked = this.#origins.size > 0 && headers['access-control-request-method'] !== undefined;
    return {
      status: 204,
      headers: {
        allow: methods.join(', '),
        ...(asked && this.#allowed(headers) !== null
          ? {
              'access-control-allow-methods': methods.join(', '),
              'access-control-allow-headers': 'authorization, content-type, last-event-id',
              'access-control-max-age': String(PREFLIGHT_AGE_S),
            }
          : {}),
      },
    };
  }

  /** Every reply goes through here, problems and streams too. */
  mark(reply: ChannelReply, { headers }: ChannelRequest): ChannelReply {
    if (this.#origins.size === 0) return reply;
    const origin = this.#allowed(headers);
    return {
      ...reply,
      headers: {
        ...reply.headers,
        vary: 'origin',
        ...(origin === null
          ? {}
          : { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' }),
      },
    };
  }

  #allowed({ origin }: ChannelRequest['headers']): string | null {
    return typeof origin === 'string' && this.#origins.has(origin) ? origin : null;
  }
}
