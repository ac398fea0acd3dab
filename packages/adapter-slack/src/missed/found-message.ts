import { type Address, type InboundMessage, TrunklineError } from '@trunkline/core';
import { type Destination, destinationOf, type Spot } from '../events/destination.ts';
import type { Inbound, Setting } from '../events/inbound.ts';
import { isInternal } from '../events/internal.ts';
import { isWrittenByPerson } from '../events/message-kind.ts';
import { isOneToOne } from '../events/one-to-one.ts';
import { maySpeak, messageFor, type Placed } from '../events/take-in.ts';
import { noteFoundTalk } from '../events/talks.ts';
import { millisecondsOf } from './slack-time.ts';

const MOST_BEFORE = 10;

/**
 * What an event about a message would have been taken in as; null: as nothing. Nobody is told that they may not ask: they
 * would be told with each look.
 */
export async function foundMessage(inbound: Inbound, spot: Spot, setting: Setting): Promise<InboundMessage | null> {
  const { message } = spot;
  const { internalPrefix } = inbound.options;
  if (!isWrittenByPerson(message, setting.botUserId) || isInternal(message.text ?? '', internalPrefix)) return null;
  const destination = await knownDestination(inbound, spot, setting);
  if (destination === null || isBegunByEdit(spot, destination)) return null;
  const placed = { spot, destination };
  if (!(await maySpeak(inbound, placed, setting)) || (await wasHandedOver(inbound, placed, setting))) return null;
  await noteFoundTalk(inbound.context, setting.team, destination.address);
  return await messageFor(inbound, placed, setting);
}

/** A thread whose root is not settled yet is looked at again the next time. */
async function knownDestination(inbound: Inbound, spot: Spot, setting: Setting): Promise<Destination | null> {
  return await destinationOf(inbound, spot, setting).catch((error: unknown) => {
    if (error instanceof TrunklineError && error.code === 'slack.thread-not-known-yet') return null;
    throw error;
  });
}

/** Nobody can tell any more whether the app was mentioned from the first, and an edit begins nothing. */
function isBegunByEdit({ channel, message }: Spot, { kind }: Destination): boolean {
  return kind === 'start' && message.edited !== undefined && !isOneToOne(channel);
}

/**
 * Whether it was said in a thread before an agent was called into it: the agent was handed that as context. In a thread of
 * the app's own nothing was.
 */
async function wasHandedOver(
  inbound: Inbound,
  { spot: { message }, destination }: Placed,
  { botUserId }: Setting,
): Promise<boolean> {
  if (destination.kind === 'start' || message.thread_ts === undefined || message.parent_user_id === botUserId)
    return false;
  const begunAt = await beginningOf(inbound, destination.address);
  return begunAt !== null && Math.round(millisecondsOf(message.ts)) < begunAt;
}

async function beginningOf({ context }: Inbound, address: Address): Promise<number | null> {
  const page = await context.timeline(address, { after: 0, limit: MOST_BEFORE });
  const begun = (page?.entries ?? []).flatMap(({ body }) =>
    body.type === 'message.created' && body.message.author.kind === 'customer' ? body.message.sentAt : [],
  );
  return begun[0] ?? null;
}
