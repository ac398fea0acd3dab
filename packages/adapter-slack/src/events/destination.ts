import { type Address, TrunklineError } from '@trunkline/core';
import { threadOfAside } from './asides.ts';
import type { Inbound, Setting } from './inbound.ts';
import { isOneToOne } from './one-to-one.ts';
import type { SlackMessage } from './slack-message.ts';

/** Where something was said, by Slack's names. */
export interface Spot {
  readonly channel: string;
  readonly message: SlackMessage;
}

/** Where it belongs. */
export interface Destination {
  readonly address: Address;
  /** `known`: somebody spoke there before; `start`: this begins it. */
  readonly kind: 'known' | 'start';
  /** The thread it is in, if that was there before what was said. */
  readonly thread: string | null;
}

/** A thread whose root is ours and that nobody here knows is old enough not to be on its way any more. */
const NEVER_KNOWN_MS = 24 * 60 * 60_000;

/**
 * The conversation that a message belongs to; null: none of ours. Rejects if that cannot be known yet: a thread whose
 * root the app has just posted is known only once that delivery is settled, and until then Slack has to come again.
 */
export async function destinationOf(inbound: Inbound, spot: Spot, setting: Setting): Promise<Destination | null> {
  const { channel, message } = spot;
  const thread = message.thread_ts ?? null;
  const at = (where: string | null): Address =>
    inbound.channels.addressOf({ team: setting.team, channel, thread: where });
  if (thread !== null && (await isKnown(inbound, at(thread)))) return { address: at(thread), kind: 'known', thread };
  const isRootOurs = thread !== null && thread !== message.ts && message.parent_user_id === setting.botUserId;
  if (isOneToOne(channel)) {
    if (isRootOurs && (await inbound.roots.isRoot({ team: setting.team, channel, thread })))
      return ofOurRoot(inbound, { address: at(thread), thread });
    const aside =
      thread === null ? await threadOfAside(inbound, { team: setting.team, channel, ts: message.ts }) : null;
    if (aside !== null) return { address: at(aside), kind: 'known', thread: aside };
    // All else that is said to the app alone is one conversation.
    return { address: at(null), kind: (await isKnown(inbound, at(null))) ? 'known' : 'start', thread: null };
  }
  if (isRootOurs) return ofOurRoot(inbound, { address: at(thread), thread });
  if (message.text?.includes(`<@${setting.botUserId}`) !== true) return null;
  return { address: at(thread ?? message.ts), kind: 'start', thread };
}

/** Whether anything was ever said there. */
export async function isKnown({ context }: Inbound, address: Address): Promise<boolean> {
  return (await context.timeline(address, { after: 0, limit: 1 })) !== null;
}

export function notKnownYet(): TrunklineError {
  return new TrunklineError('slack.thread-not-known-yet', 'the root of this thread is not settled yet', {
    retryAfterMs: 2_000,
  });
}

function ofOurRoot(
  { context }: Inbound,
  { address, thread }: { readonly address: Address; readonly thread: string },
): Destination {
  if (context.clock.now() - Number(thread) * 1000 < NEVER_KNOWN_MS) throw notKnownYet();
  return { address, kind: 'start', thread };
}
