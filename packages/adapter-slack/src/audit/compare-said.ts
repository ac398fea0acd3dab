import type { Address, Difference, Ledger, LedgerConversation } from '@trunkline/core';
import { decodeAddress, encodeAddress, isProvisional } from '../address.ts';
import { applyOptions } from '../applied-options.ts';
import { asidesKey } from '../events/asides.ts';
import { messageKey } from '../events/inbound-message.ts';
import { isInternal } from '../events/internal.ts';
import { isWrittenByPerson } from '../events/message-kind.ts';
import type { Auditing, Place } from './audit.ts';
import type { Seen } from './read-place.ts';

export interface Said extends Auditing {
  /** Of this address. */
  readonly conversations: readonly LedgerConversation[];
  /** Whether there is a conversation at an address, whose own messages are compared with it. */
  isCompared(address: Address): boolean;
}

/** What people have said while a conversation was open there, and was not taken in. */
export async function* compareSaid(place: Place, said: Said): AsyncIterable<Difference> {
  const { range, ledger, conversations, options } = said;
  const { internalPrefix } = applyOptions(options);
  for (const message of place.messages) {
    const at = Number(message.ts) * 1_000;
    const open = conversations.find(({ openedAt, endedAt }) => at > openedAt && at < (endedAt ?? range.until));
    if (open === undefined || at < range.since || at > range.until) continue;
    if (!isWrittenByPerson(message, place.reader.botUserId) || isInternal(message.text ?? '', internalPrefix)) continue;
    const thread = threadBeside(place, message);
    if (thread !== null && (said.isCompared(thread) || (await ledger.received(thread, messageKey(message.ts)))))
      continue;
    if (await isReceived(place, message, ledger)) continue;
    yield {
      kind: 'missingHere',
      about: `message ${message.ts}, conversation ${open.id}`,
      text: 'somebody has said it in Slack, and it was not taken in',
    };
  }
}

/** The thread of a reply that was sent to the direct message, too; null: it is none. */
function threadBeside({ address, at }: Place, { ts, thread_ts: thread }: Seen): Address | null {
  const own = decodeAddress(address);
  if (own === null || isProvisional(own) || at.thread !== null || thread === undefined || thread === ts) return null;
  return encodeAddress({ ...own, thread });
}

async function isReceived(place: Place, { ts }: Seen, ledger: Ledger): Promise<boolean> {
  if (await ledger.received(place.address, messageKey(ts))) return true;
  const aside = await threadOf(place, ts, ledger);
  return aside !== null && (await ledger.received(aside, messageKey(ts)));
}

/** Where something went that was said beside all threads. */
async function threadOf({ address, at }: Place, ts: string, { storage }: Ledger): Promise<Address | null> {
  const own = decodeAddress(address);
  if (at.thread !== null || own === null || isProvisional(own)) return null;
  const kept = await storage.get(asidesKey(at));
  const thread = typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>)[ts] : null;
  return typeof thread === 'string' ? encodeAddress({ ...own, thread }) : null;
}
