import { newSecret } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';

/** What somebody consented to. */
export interface Consent {
  readonly teamId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

/** Slack's codes live ten minutes. */
const lifeMs = 600_000;

/** The codes of an OAuth install, each good for one exchange. */
export class OAuthCodes {
  readonly #cloud: SlackCloud;
  readonly #known: Map<string, Consent & { readonly until: number; used: boolean }> = new Map();

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  make(consent: Consent): string {
    const code = newSecret('');
    this.#known.set(code, { ...consent, until: this.#cloud.now() + lifeMs, used: false });
    return code;
  }

  /** Throws what Slack says of a code that is not good. */
  take(code: string, redirectUri: string | undefined): Consent {
    const known = this.#known.get(code);
    if (known === undefined || this.#cloud.now() > known.until) throw new SlackError('invalid_code');
    if (known.used) throw new SlackError('code_already_used');
    if (known.redirectUri !== (redirectUri ?? known.redirectUri)) throw new SlackError('bad_redirect_uri');
    known.used = true;
    return known;
  }
}
