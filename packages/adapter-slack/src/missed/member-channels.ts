import type { Inbound } from '../events/inbound.ts';
import { refusalOf } from '../outgoing/failures.ts';
import { pagesOf } from './patient-pages.ts';

export interface Membership {
  readonly team: string;
  readonly types: 'public_channel,private_channel' | 'im';
}

/** The ids of what the app is in; none where it may not ask. */
export async function memberChannels(
  { workspaces, context }: Inbound,
  { team, types }: Membership,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = await workspaces.clientOf(team);
  const ask = (cursor: string | undefined) =>
    client.users.conversations({
      types,
      exclude_archived: true,
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
  const found: string[] = [];
  try {
    for await (const page of pagesOf(ask, { clock: context.clock, signal }))
      found.push(...(page.channels ?? []).flatMap(({ id }) => id ?? []));
  } catch (error) {
    if (refusalOf(error) !== 'missing_scope') throw error;
    context.logger.debug({ event: 'slack.unreadable', team, types }, 'what the app is in cannot be listed');
  }
  return found;
}
