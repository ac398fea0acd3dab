import type { WebClient } from '@slack/web-api';
import type { AdapterContext } from '@trunkline/core';
import { RecentMap } from './recent-map.ts';
import { within } from './within.ts';

/** Somebody in Slack, as far as is known. */
export interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface PeopleOptions {
  readonly context: Pick<AdapterContext, 'clock' | 'logger'>;
  readonly clientOf: (team: string) => Promise<WebClient>;
}

const KNOWN_MOST = 5_000;
const KNOWN_FOR_MS = 60 * 60_000;
/** Slack wants an answer within three seconds; a name is not worth more of them than this. */
const PATIENCE_MS = 1_000;

/** Who people and channels are, asked once an hour each. Never rejects: what Slack does not tell in time is not known. */
export class People {
  readonly #options: PeopleOptions;
  readonly #people: RecentMap<Promise<Person | null>>;
  readonly #channels: RecentMap<Promise<string | null>>;

  constructor(options: PeopleOptions) {
    this.#options = options;
    const range = { most: KNOWN_MOST, forMs: KNOWN_FOR_MS, clock: options.context.clock };
    this.#people = new RecentMap(range);
    this.#channels = new RecentMap(range);
  }

  async person(team: string, id: string): Promise<Person> {
    const known = await this.#once(this.#people, `${team}/${id}`, async () => {
      const client = await this.#options.clientOf(team);
      const { user } = await client.users.info({ user: id });
      const profile = user?.profile;
      const name = [profile?.real_name, user?.real_name, profile?.display_name, user?.name].find((one) => one);
      return { id, name: name ?? null, email: profile?.email ?? null };
    });
    return known ?? { id, name: null, email: null };
  }

  async channel(team: string, id: string): Promise<string | null> {
    return await this.#once(this.#channels, `${team}/${id}`, async () => {
      const client = await this.#options.clientOf(team);
      return (await client.conversations.info({ channel: id })).channel?.name ?? null;
    });
  }

  async #once<T>(known: RecentMap<Promise<T | null>>, key: string, ask: () => Promise<T | null>): Promise<T | null> {
    const { clock, logger } = this.#options.context;
    let asked = known.get(key);
    if (asked === undefined) {
      asked = ask().catch((error: unknown) => {
        known.delete(key);
        logger.debug({ event: 'slack.name-unknown', error: codeOf(error) }, 'Slack did not tell a name');
        return null;
      });
      known.set(key, asked);
    }
    return await within(asked, { ms: PATIENCE_MS, clock, otherwise: null });
  }
}

function codeOf(error: unknown): string {
  const { data, name } = error as { readonly data?: { readonly error?: string }; readonly name?: string };
  return data?.error ?? name ?? 'unknown';
}
