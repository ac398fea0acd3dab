import { newSecret } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';

/** What a response_url answers to. */
export interface ResponseTarget {
  readonly teamId: string;
  readonly channel: string;
  readonly user: string;
  /** The message that a button is on, which may be replaced or removed. */
  readonly messageTs: string | undefined;
  readonly threadTs: string | undefined;
}

/** Addresses by which the app answers an interaction without a token. */
export class ResponseUrls {
  readonly #cloud: SlackCloud;
  readonly #known: Map<string, ResponseTarget & { readonly until: number; uses: number }> = new Map();

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  make(target: ResponseTarget): string {
    const secret = newSecret('');
    this.#known.set(secret, { ...target, until: this.#cloud.now() + this.#cloud.knobs.responseUrlTtlMs, uses: 0 });
    return `${this.#cloud.baseUrl}/actions/${target.teamId}/${secret}`;
  }

  /** Uses it once; a string is what Slack says of one that is not good any more. */
  take(secret: string): ResponseTarget | 'used_url' | 'expired_url' {
    const known = this.#known.get(secret);
    if (known === undefined || this.#cloud.now() > known.until) return 'expired_url';
    if (known.uses >= this.#cloud.knobs.responseUrlUses) return 'used_url';
    known.uses += 1;
    return known;
  }
}
