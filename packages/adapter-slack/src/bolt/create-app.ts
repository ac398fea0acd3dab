import { App, type AuthorizeResult, type AuthorizeSourceData } from '@slack/bolt';
import type { Inbound } from '../events/inbound.ts';
import type { SlackReceiver } from '../receiver/slack-receiver.ts';
import { clientOptions } from '../workspace/client-options.ts';
import { registerListeners } from './listeners.ts';

export interface AppParts {
  readonly receiver: SlackReceiver;
  readonly inbound: Inbound;
  readonly apiUrl: string | undefined;
}

/** The Bolt app on our receiver, with all listeners. It asks nobody who it is, and starts nothing. */
export function createApp({ receiver, inbound, apiUrl }: AppParts): App {
  const options = clientOptions(apiUrl, inbound.context.logger);
  const app = new App({
    receiver,
    authorize: (source, body) => authorize(inbound, source, body),
    logger: options.logger,
    clientOptions: options,
    convoStore: false,
  });
  // What a listener or `authorize` throws is for the receiver to know: it must not be acknowledged.
  app.error(async (error) => {
    throw error;
  });
  registerListeners(app, inbound);
  return app;
}

async function authorize(
  { workspaces }: Inbound,
  source: AuthorizeSourceData<boolean>,
  body: unknown,
): Promise<AuthorizeResult> {
  // Where workspaces share a channel, the one whose installation this came by.
  const { context_team_id: contextTeam } = body as { readonly context_team_id?: unknown };
  const team = typeof contextTeam === 'string' ? contextTeam : (source.teamId ?? null);
  const { isEnterpriseInstall, enterpriseId } = source;
  const workspace = await workspaces.of({ team, enterprise: enterpriseId ?? null, isEnterpriseInstall });
  const { botToken, botId, botUserId } = workspace;
  return { teamId: workspace.team, botToken, botId, botUserId };
}
