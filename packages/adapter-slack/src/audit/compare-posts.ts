import type { AuditRange, Difference, JsonValue, LedgerConversation, LedgerEntry } from '@trunkline/core';
import type { Place } from './audit.ts';
import type { Seen } from './read-place.ts';

export interface Posts {
  /** Of this address. */
  readonly entries: readonly LedgerEntry[];
  readonly conversations: readonly LedgerConversation[];
  /** Whose posts are ours; null: the channel has never run. */
  readonly bridge: JsonValue | null;
  readonly range: AuditRange;
  /** Whether a message is there that is older than what was read. */
  stands(ts: string): Promise<boolean>;
}

/** How far the clocks may be apart. */
const APART_MS = 60_000;

/** Our own posts in a place against the deliveries that stand for them. */
export async function* comparePosts({ messages }: Place, posts: Posts): AsyncIterable<Difference> {
  const own = messages.filter(({ mark }) => mark !== null && mark.bridge === posts.bridge);
  yield* missingThere(new Set(messages.map(({ ts }) => ts)), posts);
  yield* notSettledSo(own, posts);
  yield* notHere(own, posts);
}

/** A status message stands for all that it has shown: it is asked for once. */
async function* missingThere(there: ReadonlySet<string>, { entries, range, stands }: Posts): AsyncIterable<Difference> {
  const looked = new Set<string>();
  for (const { id, state, remoteKey: ts, settledAt } of entries) {
    if (ts === null || looked.has(ts) || there.has(ts) || !counts(state) || settledAt > range.until) continue;
    looked.add(ts);
    if (await stands(ts)) continue;
    const about = `delivery ${id}, post ${ts}`;
    yield { kind: 'missingThere', about, text: `it counts as ${state}, and Slack does not have it` };
  }
}

/** A thread that was made for a message says nothing of the message. */
function* notSettledSo(own: readonly Seen[], { entries, range }: Posts): Iterable<Difference> {
  for (const { id, state, settledAt } of entries) {
    if (counts(state) || settledAt > range.until) continue;
    const post = own.find(({ mark }) => mark?.delivery === id && mark.kind !== 'root');
    if (post === undefined) continue;
    yield {
      kind: 'otherwise',
      about: `delivery ${id}, post ${post.ts}`,
      text: `it counts as ${state}, and was posted`,
    };
  }
}

/** While something is under way in a conversation, what nobody knows of may be that. */
function* notHere(own: readonly Seen[], { entries, conversations, range }: Posts): Iterable<Difference> {
  const claimed = new Set(entries.map(({ remoteKey }) => remoteKey));
  const known = new Map(entries.map((entry) => [String(entry.id), entry]));
  const underWay = new Set(conversations.filter((one) => one.underWay).map(({ id }) => String(id)));
  for (const { ts, mark } of own) {
    const at = Number(ts) * 1_000;
    if (mark === null || mark.kind === 'root' || claimed.has(ts)) continue;
    if (at < range.since + APART_MS || at > range.until) continue;
    const id = String(mark.delivery);
    const entry = known.get(id);
    const about = `post ${ts}, delivery ${id}`;
    if (entry !== undefined) {
      const isFirst = own.find((one) => one.mark?.delivery === id && one.mark.kind !== 'root')?.ts === ts;
      const hasOther = entry.remoteKey !== null || !isFirst;
      if (hasOther) yield { kind: 'otherwise', about, text: 'it was posted more than once' };
    } else if (!underWay.has(String(mark.conversation)))
      yield { kind: 'missingHere', about, text: 'Slack has a post of ours that no delivery stands for' };
  }
}

function counts(state: LedgerEntry['state']): boolean {
  return state === 'sent' || state === 'delivered';
}
