import type { Installation, InstallProvider } from '@slack/oauth';
import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import { asNodeRequest, CapturedResponse } from './captured-response.ts';

export interface InstallRoutesOptions {
  readonly provider: InstallProvider;
  readonly scopes: readonly string[];
  readonly context: AdapterContext;
  /** Whether a workspace may have the app. */
  readonly allowsTeam: (team: string) => boolean;
  /** Takes the app out of a workspace that may not have it: Slack has put it there already. Never rejects. */
  readonly removeFrom: (installation: Installation) => Promise<void>;
}

const page = (title: string, text: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1><p>${text}</p></body></html>`;
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** `GET /install`: a page with a button that leads to Slack, and the cookie that the way back is held against. */
export async function answerInstall(request: ChannelRequest, options: InstallRoutesOptions): Promise<ChannelReply> {
  const { provider, scopes, context } = options;
  const response = new CapturedResponse();
  const redirect = context.publicUrl === null ? {} : { redirectUri: `${context.publicUrl}/oauth_redirect` };
  await provider.handleInstallPath(asNodeRequest(request), response.asNode(), undefined, {
    scopes: [...scopes],
    ...redirect,
  });
  return response.reply;
}

/** `GET /oauth_redirect`: Slack sends the browser back here. Answered once the installation is kept. */
export async function answerRedirect(request: ChannelRequest, options: InstallRoutesOptions): Promise<ChannelReply> {
  const { provider, context, allowsTeam, removeFrom } = options;
  const response = new CapturedResponse();
  await provider.handleCallback(asNodeRequest(request), response.asNode(), {
    afterInstallation: async (installation) => {
      if (allowsTeam(idOf(installation))) return true;
      context.logger.warn(
        { event: 'slack.install-refused', team: idOf(installation) },
        'a workspace may not have the app',
      );
      await removeFrom(installation);
      response.writeHead(403, HTML).end(page('Not here', 'This workspace is not among those that may use this app.'));
      return false;
    },
    success: (installation) => {
      context.count('installed');
      context.logger.info({ event: 'slack.installed', team: idOf(installation) }, 'a workspace has installed the app');
      response
        .writeHead(200, HTML)
        .end(page('Done', 'The app is installed. You can close this page and go back to Slack.'));
    },
    failure: (error) => {
      context.logger.warn({ event: 'slack.install-failed', code: error.code }, 'a workspace could not install the app');
      const ours = /STATE|CODE|MISSING|AUTHORIZATION/i.test(error.code) ? 400 : 500;
      response
        .writeHead(ours, HTML)
        .end(page('That did not work', 'Please begin again at the page that led to Slack. Nothing was installed.'));
    },
  });
  return response.reply;
}

function idOf({ isEnterpriseInstall, enterprise, team }: Installation): string {
  return (isEnterpriseInstall === true ? enterprise?.id : team?.id) ?? '';
}
