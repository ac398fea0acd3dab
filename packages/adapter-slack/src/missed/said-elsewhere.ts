import type { Address } from '@trunkline/core';
import { isKnown } from '../events/destination.ts';
import type { Inbound } from '../events/inbound.ts';
import type { SlackMessage } from '../events/slack-message.ts';

export interface ReadThread {
  readonly address: Address;
  /** Undefined: it was not read, or there is none. */
  readonly root: SlackMessage | undefined;
}

const MOST_BEFORE = 10;

/**
 * Tells what was said in a thread before an agent was called into it: the agent was handed that as context. In a thread
 * of the app's own nothing was.
 */
export async function handedOver(
  { context }: Inbound,
  { address, root }: ReadThread,
  botUserId: string,
): Promise<(message: SlackMessage) => boolean> {
  if (root === undefined || root.user === botUserId) return () => false;
  const page = await context.timeline(address, { after: 0, limit: MOST_BEFORE });
  const begun = (page?.entries ?? []).flatMap(({ body }) =>
    body.type === 'message.created' && body.message.author.kind === 'customer' ? body.message.sentAt : [],
  )[0];
  return ({ ts }) => begun !== undefined && Math.round(Number(ts) * 1000) < begun;
}

/** A reply that was sent to the direct message, too, and whose thread is a conversation of its own. */
export async function isOfAnotherThread(
  inbound: Inbound,
  { team, channel }: { readonly team: string; readonly channel: string },
  { ts, thread_ts: thread }: SlackMessage,
): Promise<boolean> {
  if (thread === undefined || thread === ts) return false;
  return await isKnown(inbound, inbound.channels.addressOf({ team, channel, thread }));
}
