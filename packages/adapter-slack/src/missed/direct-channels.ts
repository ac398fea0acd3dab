import type { Inbound } from '../events/inbound.ts';
import { pagesOf } from './patient-pages.ts';

/** The direct messages that the app has with people of a workspace. */
export async function* directChannels(inbound: Inbound, team: string, signal: AbortSignal): AsyncIterable<string> {
  const { workspaces, context } = inbound;
  const client = await workspaces.clientOf(team).catch(() => null);
  if (client === null) return;
  const ask = (cursor: string | undefined) =>
    client.conversations.list({ types: 'im', limit: 200, ...(cursor !== undefined && { cursor }) });
  try {
    for await (const page of pagesOf(ask, { clock: context.clock, signal }))
      for (const { id } of page.channels ?? []) if (id !== undefined) yield id;
  } catch (error) {
    const { data } = error as { readonly data?: { readonly error?: unknown } };
    if (data?.error !== 'missing_scope') throw error;
    context.logger.debug({ event: 'slack.unreadable', team }, 'direct messages cannot be listed');
  }
}
