import { WebClient } from '@slack/web-api';
import { type AdapterContext, TrunklineError } from '@trunkline/core';
import type { ReportHealth } from '../health.ts';
import { clientOptions } from './client-options.ts';
import { isTokenDead } from './is-token-dead.ts';
import type { Source, Workspace, Workspaces } from './workspace.ts';

export interface SingleOptions {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
  readonly reportHealth: ReportHealth;
}

/** The one workspace of a token. Asks Slack once whose it is, and nobody after that. */
export async function openSingleWorkspace(options: SingleOptions, context: AdapterContext): Promise<Workspaces> {
  const client = new WebClient(options.botToken, clientOptions(options.apiUrl, context.logger));
  const who = await client.auth.test().catch((cause: unknown) => {
    throw authFailure(cause);
  });
  const workspace: Workspace = {
    team: who.team_id ?? '',
    enterprise: who.enterprise_id ?? null,
    botToken: options.botToken,
    botId: who.bot_id ?? '',
    botUserId: who.user_id ?? '',
  };
  if (workspace.team === '' || workspace.botUserId === '')
    throw new TrunklineError('slack.token-refused', 'Slack does not say whose the bot token is');
  let isRemoved = false;
  return {
    async of(source) {
      if (isForeign(source, workspace))
        throw new TrunklineError('slack.not-installed', 'this came from a workspace that the bot token is not for');
      return workspace;
    },
    async clientOf(team) {
      if (team !== workspace.team && workspace.enterprise === null)
        throw new TrunklineError('slack.not-installed', 'the bot token is for another workspace');
      return client;
    },
    isGone: () => isTokenDead(client),
    async remove() {
      if (isRemoved) return false;
      isRemoved = true;
      options.reportHealth('the app was removed from the Slack workspace that the bot token is for');
      return true;
    },
    servedBy: async (id) => (id === workspace.enterprise ? [workspace.team] : [id]),
    teams: async () => [workspace.team],
    homeOf: async () => who.url ?? null,
  };
}

/** People of other workspaces click and ask too (Slack Connect); an organisation's token is for all its workspaces. */
function isForeign({ team, enterprise, isEnterpriseInstall, isEvent }: Source, own: Workspace): boolean {
  if (!isEvent) return false;
  if (isEnterpriseInstall) return enterprise !== own.enterprise;
  return team !== null && team !== own.team;
}

function authFailure(cause: unknown): TrunklineError {
  const code = (cause as { readonly data?: { readonly error?: unknown } }).data?.error;
  return typeof code === 'string'
    ? new TrunklineError('slack.token-refused', `Slack refuses the bot token: ${code}`, { cause })
    : new TrunklineError('slack.unreachable', 'Slack could not be asked whose the bot token is', { cause });
}
