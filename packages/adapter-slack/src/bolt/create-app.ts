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
  { teamId, enterpriseId, isEnterpriseInstall }: AuthorizeSourceData<boolean>,
  body: unknown,
): Promise<AuthorizeResult> {
  const workspace = await workspaces.of({
    team: installedTeam(body) ?? teamId ?? null,
    enterprise: enterpriseId ?? null,
    isEnterpriseInstall,
    isEvent: typeof body === 'object' && body !== null && 'event' in body,
  });
  const { botToken, botId, botUserId } = workspace;
  return { teamId: workspace.team, botToken, botId, botUserId };
}

/** Where workspaces share a channel: the one that has the app, not the one that somebody in the channel belongs to. */
function installedTeam(body: unknown): string | null {
  const {
    context_team_id: context,
    type,
    message,
  } = body as {
    readonly context_team_id?: unknown;
    readonly type?: unknown;
    readonly message?: { readonly team?: unknown };
  };
  if (typeof context === 'string') return context;
  // The button is in a message of ours.
  return type === 'block_actions' && typeof message?.team === 'string' ? message.team : null;
}
