import type { AdapterContext, Address, DeliverOutcome, OutboundDelivery } from '@trunkline/core';
import { decodeAddress } from '../address.ts';

const PREFIX = 'talk/';

/** Remembers who may have to be told when a workspace removes the app. Before what relies on it. */
export async function noteTalk(context: AdapterContext, team: string, address: Address): Promise<void> {
  if ((await context.conversation(address)) !== null) return;
  await context.storage.put({ [`${PREFIX}${team}/${address}`]: true });
}

export async function forgetTalk(context: AdapterContext, team: string, address: Address): Promise<void> {
  await context.storage.put({ [`${PREFIX}${team}/${address}`]: null });
}

/** Whoever may have an open conversation in a workspace; some have ended. */
export async function* talksOf({ storage }: AdapterContext, team: string): AsyncIterable<Address> {
  const prefix = `${PREFIX}${team}/`;
  let after: string | undefined;
  do {
    const page = await storage.list({ prefix, ...(after !== undefined && { after }) });
    for (const { key } of page) yield key.slice(prefix.length) as Address;
    after = page.at(-1)?.key;
  } while (after !== undefined);
}

/** Those in threads of one channel. */
export async function talksIn(
  { storage }: AdapterContext,
  team: string,
  channel: Address,
): Promise<readonly Address[]> {
  const prefix = `${PREFIX}${team}/`;
  return (await storage.list({ prefix: `${prefix}${channel}/` })).map(({ key }) => key.slice(prefix.length) as Address);
}

/** Follows a conversation to its thread and to its end. Best effort: one too many is found to be over when it matters. */
export async function keepTalks(
  { storage }: AdapterContext,
  { address, delivery }: OutboundDelivery,
  outcome: DeliverOutcome,
): Promise<void> {
  const team = decodeAddress(address)?.team;
  const isOver = delivery.body.kind === 'status' && delivery.body.status === 'ended';
  const moved = outcome.address !== undefined && outcome.address !== address ? outcome.address : null;
  if (team === undefined || (!isOver && moved === null)) return;
  const now = moved === null || isOver ? {} : { [`${PREFIX}${team}/${moved}`]: true };
  await storage.put({ [`${PREFIX}${team}/${address}`]: null, ...now }).catch(() => {});
}
