import { isKnown } from '../events/destination.ts';
import type { Inbound } from '../events/inbound.ts';
import { memberChannels } from './member-channels.ts';

/** Slack lets about fifty be read in a minute. */
const MOST = 150;

/** The direct messages that the app has with people of a workspace, those first in which somebody has written before. */
export async function directChannels(inbound: Inbound, team: string, signal: AbortSignal): Promise<readonly string[]> {
  const all = await memberChannels(inbound, { team, types: 'im' }, signal);
  const known: string[] = [];
  const fresh: string[] = [];
  for (const channel of all) {
    const address = inbound.channels.addressOf({ team, channel, thread: null });
    ((await isKnown(inbound, address)) ? known : fresh).push(channel);
  }
  if (all.length > MOST)
    inbound.context.logger.info(
      { event: 'slack.too-many-direct', team, left: all.length - MOST },
      'not all direct messages are looked through for what was missed: there are too many',
    );
  return [...known, ...fresh].slice(0, MOST);
}
