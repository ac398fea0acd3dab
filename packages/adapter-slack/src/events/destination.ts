import { type Address, TrunklineError } from '@trunkline/core';
import { encodeAddress } from '../address.ts';
import type { Inbound, Setting } from './inbound.ts';
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

/** A thread that is ours by its root and that nobody here knows is old enough not to be on its way any more. */
const NEVER_KNOWN_MS = 24 * 60 * 60_000;

/**
 * The conversation that a message belongs to; null: none of ours. Rejects if that cannot be known yet: a thread whose
 * root the app has just posted is known only once that delivery is settled, and until then Slack has to come again.
 */
export async function destinationOf(inbound: Inbound, spot: Spot, setting: Setting): Promise<Destination | null> {
  const { channel, message } = spot;
  const thread = message.thread_ts ?? null;
  const place = (at: string | null): Address => encodeAddress({ team: setting.team, channel, thread: at });
  const isDirect = channel.startsWith('D');
  if (thread !== null && (await isKnown(inbound, place(thread))))
    return { address: place(thread), kind: 'known', thread };
  // All that is said to the app alone is one conversation, but for threads that are one of their own.
  if (isDirect) {
    const address = place(null);
    return { address, kind: (await isKnown(inbound, address)) ? 'known' : 'start', thread: null };
  }
  const isMention = message.text?.includes(`<@${setting.botUserId}`) === true;
  if (thread === null) return isMention ? { address: place(message.ts), kind: 'start', thread: null } : null;
  if (message.parent_user_id === setting.botUserId && thread !== message.ts) {
    if (inbound.context.clock.now() - Number(thread) * 1000 < NEVER_KNOWN_MS) throw notKnownYet();
    return { address: place(thread), kind: 'start', thread };
  }
  return isMention ? { address: place(thread), kind: 'start', thread } : null;
}

/** Whether anything was ever said there. */
export async function isKnown({ context }: Inbound, address: Address): Promise<boolean> {
  return (await context.timeline(address, { after: 0, limit: 1 })) !== null;
}

function notKnownYet(): TrunklineError {
  return new TrunklineError('slack.thread-not-known-yet', 'the root of this thread is not settled yet', {
    retryAfterMs: 2_000,
  });
}
