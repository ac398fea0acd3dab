import type { AdapterContext } from '@trunkline/core';
import type { Inbound } from './inbound.ts';
import { forgetTalk, talksOf } from './talks.ts';
import { words } from './words.ts';

export interface Removal {
  /** Of the workspace, or of an organisation with all of its own. */
  readonly id: string;
  readonly eventId: string;
}

/** A workspace has removed the app or taken its token back: its conversations end, and the agents are told why. */
export async function endWorkspace(inbound: Inbound, { id, eventId }: Removal): Promise<void> {
  const { context, workspaces, lanes } = inbound;
  // Slack tells twice, of the app and of its token.
  await lanes.run(`removal/${id}`, async () => {
    // What Slack repeats may be about an installation before the one that is there now.
    if (!(await workspaces.isGone(id))) {
      context.logger.info({ event: 'slack.installed-again', team: id }, 'a removal of the app came late');
      return;
    }
    for (const team of await workspaces.servedBy(id)) await endTalks(context, team, eventId);
    if (await workspaces.remove(id))
      context.logger.warn({ event: 'slack.uninstalled', team: id }, 'a workspace has removed the app');
  });
}

async function endTalks(context: AdapterContext, team: string, eventId: string): Promise<void> {
  for await (const { address, endedAt } of talksOf(context, team)) {
    if (endedAt === null || (await context.conversation(address)) !== null)
      await context.receiveEnd(address, {
        id: `u.${eventId}`,
        notice: words.uninstalled,
        reason: 'the app was removed from the Slack workspace',
      });
    await forgetTalk(context, team, address);
  }
}
