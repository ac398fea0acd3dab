import { type Installation, InstallProvider } from '@slack/oauth';
import { WebClient } from '@slack/web-api';
import type { AdapterContext, AdapterStorage } from '@trunkline/core';
import { asList, type OAuthOptions } from '../options.ts';
import { clientOptions } from '../workspace/client-options.ts';
import type { Workspaces } from '../workspace/workspace.ts';
import { Installations, UNREADABLE } from './installations.ts';
import { createInstalledWorkspaces } from './installed-workspaces.ts';
import { createSeal } from './seal.ts';

const PURPOSE = 'trunkline slack installations';

export interface Installed {
  readonly workspaces: Workspaces;
  readonly provider: InstallProvider;
  /** As in `InstallRoutesOptions`. */
  removeFrom(installation: Installation): Promise<void>;
}

export function installationsIn(
  storage: AdapterStorage,
  { encryptionKey, stateSecret }: Pick<OAuthOptions, 'encryptionKey' | 'stateSecret'>,
): Installations {
  return new Installations(storage, createSeal(asList(encryptionKey ?? stateSecret), PURPOSE));
}

/** Asks nobody. What lies under an old key is encrypted with the first one. */
export async function openInstalled(
  oauth: OAuthOptions,
  apiUrl: string | undefined,
  context: AdapterContext,
): Promise<Installed> {
  const { clientId, clientSecret, stateSecret, authorizeUrl } = oauth;
  const installations = installationsIn(context.storage, oauth);
  for (const team of await installations.renew())
    context.logger.error(
      { event: UNREADABLE, team },
      'an installation is encrypted with a key that the config does not name: that workspace is not served',
    );
  const { logger, ...client } = clientOptions(apiUrl, context.logger);
  const provider = new InstallProvider({
    clientId,
    clientSecret,
    stateSecret,
    installationStore: installations,
    logger,
    clientOptions: client,
    ...(authorizeUrl !== undefined && { authorizationUrl: authorizeUrl }),
  });
  return {
    provider,
    workspaces: createInstalledWorkspaces({ installations, provider, apiUrl, context }),
    async removeFrom({ bot }) {
      const client = new WebClient(bot?.token, clientOptions(apiUrl, context.logger));
      await client.apps.uninstall({ client_id: clientId, client_secret: clientSecret }).catch(() => {
        context.logger.warn({ event: 'slack.not-removed' }, 'the app stays in a workspace that may not have it');
      });
    },
  };
}
