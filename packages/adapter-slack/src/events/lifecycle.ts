import type { Inbound } from './inbound.ts';
import { forgetTalk, talksOf } from './talks.ts';
import { words } from './words.ts';

export interface Removal {
  readonly team: string;
  readonly eventId: string;
}

/** A workspace has removed the app or taken its token back: its conversations end, and the agents are told why. */
export async function endWorkspace({ context, workspaces }: Inbound, { team, eventId }: Removal): Promise<void> {
  for await (const address of talksOf(context, team)) {
    await context.receiveEnd(address, {
      id: `u.${eventId}`,
      notice: words.uninstalled,
      reason: 'the app was removed from the Slack workspace',
    });
    await forgetTalk(context, team, address);
  }
  await workspaces.remove(team);
  context.logger.warn({ event: 'slack.uninstalled', team }, 'a workspace has removed the app');
}
