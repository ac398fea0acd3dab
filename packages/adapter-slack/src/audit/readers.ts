import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { AdapterStorage, Logger } from '@trunkline/core';
import { ORGANISATION } from '../install/installed-workspaces.ts';
import { installationsIn } from '../install/open-installed.ts';
import type { OAuthOptions, SlackOptions } from '../options.ts';
import { clientOptions } from '../workspace/client-options.ts';

/** Somebody who may read in a workspace. */
export interface Reader {
  readonly client: WebClient;
  readonly botUserId: string;
}

/** Null: the app is not there. Rejects if Slack could not be asked. */
export type FindReader = (team: string) => Promise<Reader | null>;

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Tokens are taken as they are: to refresh one would end the one that the bridge beside works with. */
export function createReaders(options: SlackOptions, storage: AdapterStorage): FindReader {
  const { oauth, botToken = '', apiUrl } = options;
  if (oauth !== undefined) return installedReaders(oauth, apiUrl, storage);
  const client = new WebClient(botToken, patient(apiUrl));
  let who: ReturnType<typeof client.auth.test> | undefined;
  return async (team) => {
    who ??= client.auth.test();
    const { team_id: own, user_id: botUserId, enterprise_id: enterprise } = await who;
    if (botUserId === undefined || (own !== team && enterprise == null)) return null;
    return { client, botUserId };
  };
}

function installedReaders(oauth: OAuthOptions, apiUrl: string | undefined, storage: AdapterStorage): FindReader {
  const installations = installationsIn(storage, oauth);
  return async (team) => {
    const organisation = await storage.get(`${ORGANISATION}${team}`);
    const found =
      (await installations.find(team)) ??
      (typeof organisation === 'string' ? await installations.find(organisation) : null);
    if (found?.bot === undefined) return null;
    const isOrganisation = found.isEnterpriseInstall === true;
    const client = new WebClient(found.bot.token, { ...patient(apiUrl), ...(isOrganisation && { teamId: team }) });
    return { client, botUserId: found.bot.userId };
  };
}

/** Nobody waits for an audit, and it only reads: where Slack asks for patience its client waits by itself. */
function patient(apiUrl: string | undefined): WebClientOptions {
  return {
    ...clientOptions(apiUrl, silent),
    rejectRateLimitedCalls: false,
    retryConfig: { retries: 5, minTimeout: 200, maxTimeout: 2_000 },
  };
}
