import type { Installation, InstallProvider } from '@slack/oauth';
import { WebClient } from '@slack/web-api';
import { type AdapterContext, TrunklineError } from '@trunkline/core';
import { within } from '../people/within.ts';
import { clientOptions } from '../workspace/client-options.ts';
import { isTokenDead } from '../workspace/is-token-dead.ts';
import type { Workspace, Workspaces } from '../workspace/workspace.ts';
import type { Installations } from './installations.ts';

export interface InstalledOptions {
  readonly installations: Installations;
  readonly provider: InstallProvider;
  readonly apiUrl: string | undefined;
  readonly context: AdapterContext;
}

/** Under which organisation a workspace is served that did not install the app itself. */
export const ORGANISATION = 'organisation/';
const HOME_PATIENCE_MS = 1_000;

/** The workspaces that have installed the app by OAuth. */
export function createInstalledWorkspaces(options: InstalledOptions): Workspaces {
  const { installations, provider, apiUrl, context } = options;
  const clients = new Map<string, { readonly token: string; readonly client: WebClient }>();
  const homes = new Map<string, Promise<string | null>>();
  const refreshing = new Map<string, Promise<string>>();
  const organisations = new Map<string, string>();

  async function organisationOf(team: string): Promise<string | null> {
    const known = organisations.get(team) ?? (await context.storage.get(`${ORGANISATION}${team}`));
    return typeof known === 'string' ? known : null;
  }

  async function noteOrganisation(team: string, enterprise: string): Promise<void> {
    if ((await organisationOf(team)) === enterprise) return;
    await context.storage.put({ [`${ORGANISATION}${team}`]: enterprise });
    organisations.set(team, enterprise);
  }

  /** Each refresh ends the token before it: one at a time. */
  async function tokenOf(id: string, installation: Installation): Promise<string> {
    const { bot, isEnterpriseInstall = false, enterprise, team } = installation;
    if (bot === undefined) throw notInstalled();
    if (bot.refreshToken === undefined) return bot.token;
    const under = refreshing.get(id);
    if (under !== undefined) return await under;
    const query = isEnterpriseInstall
      ? { isEnterpriseInstall: true, enterpriseId: enterprise?.id ?? id, teamId: undefined }
      : { isEnterpriseInstall: false, enterpriseId: undefined, teamId: team?.id ?? id };
    const refresh = provider
      .authorize(query as Parameters<typeof provider.authorize>[0])
      .then(({ botToken }) => botToken ?? bot.token)
      .finally(() => refreshing.delete(id));
    refreshing.set(id, refresh);
    return await refresh;
  }

  async function serving(team: string): Promise<{ readonly id: string; readonly installation: Installation }> {
    const own = await installations.find(team);
    if (own !== null) return { id: team, installation: own };
    const id = await organisationOf(team);
    const installation = id === null ? null : await installations.find(id);
    if (id === null || installation === null) throw notInstalled();
    return { id, installation };
  }

  async function clientOf(team: string): Promise<WebClient> {
    const { id, installation } = await serving(team);
    const token = await tokenOf(id, installation);
    const known = clients.get(team);
    if (known?.token === token) return known.client;
    // An organisation's token has to be told which of its workspaces is meant.
    const isOrganisation = installation.isEnterpriseInstall === true;
    const made = { ...clientOptions(apiUrl, context.logger), ...(isOrganisation && { teamId: team }) };
    const client = new WebClient(token, made);
    clients.set(team, { token, client });
    return client;
  }

  return {
    clientOf,
    async of({ team, enterprise, isEnterpriseInstall }): Promise<Workspace> {
      if (isEnterpriseInstall && team !== null && enterprise !== null) await noteOrganisation(team, enterprise);
      const served = team ?? enterprise;
      if (served === null) throw notInstalled();
      const { id, installation } = await serving(served);
      const { bot } = installation;
      if (bot === undefined) throw notInstalled();
      const botToken = await tokenOf(id, installation);
      return { team: served, enterprise, botToken, botId: bot.id, botUserId: bot.userId };
    },
    async servedBy(id) {
      const met = await context.storage.list({ prefix: ORGANISATION });
      return [id, ...met.flatMap(({ key, value }) => (value === id ? [key.slice(ORGANISATION.length)] : []))];
    },
    async isGone(id) {
      const token = (await installations.find(id).catch(() => null))?.bot?.token;
      return token === undefined || (await isTokenDead(new WebClient(token, clientOptions(apiUrl, context.logger))));
    },
    async remove(id) {
      clients.clear();
      homes.clear();
      return await installations.remove(id);
    },
    teams: () => installations.ids(),
    async homeOf(team) {
      const asked =
        homes.get(team) ??
        clientOf(team)
          .then(async (client) => (await client.auth.test()).url ?? null)
          .catch(() => {
            homes.delete(team);
            return null;
          });
      homes.set(team, asked);
      return await within(asked, { ms: HOME_PATIENCE_MS, clock: context.clock, otherwise: null });
    },
  };
}

function notInstalled(): TrunklineError {
  return new TrunklineError('slack.not-installed', 'the app is not installed in this workspace');
}
