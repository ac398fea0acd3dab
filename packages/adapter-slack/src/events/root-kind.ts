import { readMark } from '../outgoing/metadata.ts';
import { RecentMap } from '../people/recent-map.ts';
import type { Inbound } from './inbound.ts';

export interface RootAt {
  readonly team: string;
  readonly channel: string;
  readonly thread: string;
}

const REMEMBERED = { most: 1_000, forMs: 60 * 60_000 };

/** Tells what a message of the app is that a thread hangs from, by what it says of itself. */
export class Roots {
  readonly #clientOf: Inbound['workspaces']['clientOf'];
  readonly #known: RecentMap<boolean>;

  constructor({ workspaces, context }: Pick<Inbound, 'workspaces' | 'context'>) {
    this.#clientOf = (team) => workspaces.clientOf(team);
    this.#known = new RecentMap({ ...REMEMBERED, clock: context.clock });
  }

  /** Whether it begins a conversation of its own; rejects if Slack does not tell. */
  async isRoot({ team, channel, thread }: RootAt): Promise<boolean> {
    const key = `${team}/${channel}/${thread}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const client = await this.#clientOf(team);
    const range = { channel, ts: thread, limit: 1, inclusive: true, include_all_metadata: true };
    const { messages } = await client.conversations.replies(range);
    const isRoot = readMark(messages?.[0])?.kind === 'root';
    this.#known.set(key, isRoot);
    return isRoot;
  }
}
