import type { AdapterContext, Address, DeliverOutcome, OutboundDelivery } from '@trunkline/core';
import { decodeAddress, isProvisional } from '../address.ts';

/** Somebody who has or had a conversation. */
export interface Talk {
  readonly address: Address;
  /** Null: as far as is known it goes on. Otherwise another one may have begun since. */
  readonly endedAt: number | null;
}

const PREFIX = 'talk/';

export function talkKey(team: string, address: Address): string {
  return `${PREFIX}${team}/${address}`;
}

/**
 * Remembers who may have to be told when a workspace removes the app, and whose thread has to be looked at for what was
 * missed. Before what relies on it.
 */
export async function noteTalk(context: AdapterContext, team: string, address: Address): Promise<void> {
  if ((await context.conversation(address)) !== null) return;
  await context.storage.put({ [talkKey(team, address)]: true });
}

/** As `noteTalk`, of what may have been received before: that a talk is over is not forgotten for it. */
export async function noteFoundTalk(context: AdapterContext, team: string, address: Address): Promise<void> {
  if ((await context.storage.get(talkKey(team, address))) === null) await noteTalk(context, team, address);
}

export async function forgetTalk(context: AdapterContext, team: string, address: Address): Promise<void> {
  await context.storage.put({ [talkKey(team, address)]: null });
}

/** All that are remembered of a workspace. */
export async function* talksOf({ storage }: AdapterContext, team: string): AsyncIterable<Talk> {
  const prefix = `${PREFIX}${team}/`;
  let after: string | undefined;
  do {
    const page = await storage.list({ prefix, ...(after !== undefined && { after }) });
    for (const { key, value } of page)
      yield { address: key.slice(prefix.length) as Address, endedAt: typeof value === 'number' ? value : null };
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
  { storage, clock }: AdapterContext,
  { address, delivery }: OutboundDelivery,
  outcome: DeliverOutcome,
): Promise<void> {
  const place = decodeAddress(address);
  const isOver = delivery.body.kind === 'status' && delivery.body.status === 'ended';
  const moved = outcome.address !== undefined && outcome.address !== address ? outcome.address : null;
  if (place === null || (!isOver && moved === null)) return;
  const left = moved !== null || isProvisional(place) ? { [talkKey(place.team, address)]: null } : {};
  const at = moved ?? (isProvisional(place) ? null : address);
  const now = at === null ? {} : { [talkKey(place.team, at)]: isOver ? clock.now() : true };
  await storage.put({ ...left, ...now }).catch(() => {});
}
