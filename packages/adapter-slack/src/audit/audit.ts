import {
  type Address,
  type AuditRange,
  type Difference,
  type Ledger,
  type LedgerConversation,
  type LedgerEntry,
  TrunklineError,
} from '@trunkline/core';
import { decodeAddress, isProvisional, type ThreadPlace } from '../address.ts';
import { BRIDGE_ID } from '../bridge-id.ts';
import { ChannelIds } from '../events/channel-ids.ts';
import { UNREADABLE } from '../install/installations.ts';
import type { SlackOptions } from '../options.ts';
import { refusalOf } from '../outgoing/failures.ts';
import { comparePosts } from './compare-posts.ts';
import { compareSaid } from './compare-said.ts';
import { readOnlyStorage } from './read-only-storage.ts';
import { isThere, readPlace, type Seen } from './read-place.ts';
import { createReaders, type FindReader, type Reader } from './readers.ts';

export interface Auditing {
  readonly options: SlackOptions;
  readonly range: AuditRange;
  readonly ledger: Ledger;
}

/** One address, as Slack has it now. */
export interface Place {
  readonly address: Address;
  readonly at: ThreadPlace;
  readonly reader: Reader;
  readonly messages: readonly Seen[];
}

/** Compares what stands in Slack with the ledger, thread by thread. Differences name ids only. */
export async function* audit(auditing: Auditing, signal: AbortSignal): AsyncIterable<Difference> {
  const { options, range, ledger } = auditing;
  const storage = readOnlyStorage(ledger);
  const channels = new ChannelIds({ storage });
  await channels.load();
  const findReader = createReaders(options, storage);
  const places: Place[] = [];
  const sealed = new Set<string>();
  for (const [address, [first]] of byAddress(await all(ledger.conversations()))) {
    const at = decodeAddress(channels.present(address));
    // Where there is no thread yet there is nothing.
    if (first === undefined || at === null || isProvisional(at) || sealed.has(at.team)) continue;
    const read = await messagesIn(at, { findReader, since: range.since }, signal);
    if (read === UNREADABLE) {
      sealed.add(at.team);
      yield unopened(at.team);
    } else if (typeof read === 'string') yield unreadable(first, read);
    else places.push({ address, at, ...read });
  }
  const conversations = byAddress(await all(ledger.conversations()));
  const entries = byAddress(await all(ledger.sent()));
  const bridge = await storage.get(BRIDGE_ID);
  const isCompared = (address: Address) => conversations.has(address);
  for (const place of places) {
    const here = {
      entries: entries.get(place.address) ?? [],
      conversations: conversations.get(place.address) ?? [],
    };
    const stands = (ts: string) => asked(isThere(place.reader.client, { ...place.at, ts }, signal));
    yield* comparePosts(place, { ...here, bridge, range, stands });
    yield* compareSaid(place, { ...auditing, conversations: here.conversations, isCompared });
  }
}

interface Reading {
  readonly findReader: FindReader;
  readonly since: number;
}

/** Or why not, by Slack's word or ours. */
async function messagesIn(
  at: ThreadPlace,
  { findReader, since }: Reading,
  signal: AbortSignal,
): Promise<Pick<Place, 'reader' | 'messages'> | string> {
  try {
    const reader = await findReader(at.team);
    if (reader === null) return 'not_installed';
    const oldest = (since / 1_000).toFixed(6);
    return { reader, messages: await readPlace(reader.client, { ...at, oldest }, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TrunklineError && error.code === UNREADABLE) return UNREADABLE;
    return refusalOf(error) ?? notAsked(error);
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  return await answer.catch(notAsked);
}

function notAsked(cause: unknown): never {
  if (cause instanceof TrunklineError) throw cause;
  throw new TrunklineError('slack.unreachable', 'Slack could not be asked what stands in a conversation', { cause });
}

function unopened(team: string): Difference {
  return {
    kind: 'otherwise',
    about: `workspace ${team}`,
    text: 'its installation is encrypted with a key that the config does not name, and nothing in it was compared',
  };
}

function unreadable({ id }: LedgerConversation, refusal: string): Difference {
  return {
    kind: 'otherwise',
    about: `conversation ${id}`,
    text: `Slack does not let it be read (${refusal}), and nothing in it was compared`,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of items) found.push(one);
  return found;
}

function byAddress<T extends LedgerConversation | LedgerEntry>(
  items: readonly T[],
): ReadonlyMap<Address, readonly T[]> {
  const found = new Map<Address, T[]>();
  for (const one of items) {
    const others = found.get(one.address);
    if (others === undefined) found.set(one.address, [one]);
    else others.push(one);
  }
  return found;
}
