import type { Address } from '@trunkline/core';
import { isKnown } from '../events/destination.ts';
import type { Inbound } from '../events/inbound.ts';
import { pagesOf } from './patient-pages.ts';

/** Slack lets about fifty be read in a minute, and a look has five. */
const MOST = 150;

/** The direct messages that the app has with people of a workspace, those first in which somebody has written before. */
export async function directAddresses(
  inbound: Inbound,
  team: string,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const all = (await channelsOf(inbound, team, signal)).map((channel) =>
    inbound.channels.addressOf({ team, channel, thread: null }),
  );
  const known: Address[] = [];
  const fresh: Address[] = [];
  for (const address of all) ((await isKnown(inbound, address)) ? known : fresh).push(address);
  if (all.length > MOST)
    inbound.context.logger.warn(
      { event: 'slack.too-many-direct', team, left: all.length - MOST },
      'not all direct messages are looked through for what was missed: there are too many',
    );
  return [...known, ...fresh].slice(0, MOST);
}

async function channelsOf(inbound: Inbound, team: string, signal: AbortSignal): Promise<readonly string[]> {
  const { workspaces, context } = inbound;
  const client = await workspaces.clientOf(team).catch(() => null);
  if (client === null) return [];
  const ask = (cursor: string | undefined) =>
    client.conversations.list({ types: 'im', limit: 200, ...(cursor !== undefined && { cursor }) });
  const found: string[] = [];
  try {
    for await (const page of pagesOf(ask, { clock: context.clock, signal }))
      found.push(...(page.channels ?? []).flatMap(({ id }) => id ?? []));
  } catch (error) {
    const { data } = error as { readonly data?: { readonly error?: unknown } };
    if (data?.error !== 'missing_scope') throw error;
    context.logger.debug({ event: 'slack.unreadable', team }, 'direct messages cannot be listed');
  }
  return found;
}
