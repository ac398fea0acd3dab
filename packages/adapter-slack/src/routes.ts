import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import { FILES_PATH } from './files/file-links.ts';
import type { Files } from './files.ts';
import { answerInstall, answerRedirect, type InstallRoutesOptions } from './install/install-routes.ts';
import type { Installed } from './install/open-installed.ts';
import { asList, type SlackOptions } from './options.ts';
import { answerEvent } from './receiver/http-events.ts';
import { problem } from './receiver/problem.ts';
import type { SlackReceiver } from './receiver/slack-receiver.ts';
import { botScopes } from './scopes.ts';

export interface RoutesOptions {
  readonly options: SlackOptions;
  readonly receiver: SlackReceiver;
  readonly context: AdapterContext;
  readonly files: Files;
  /** Null: one workspace by token, which nobody installs here. */
  readonly installed: Installed | null;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly answer: (request: ChannelRequest) => Promise<ChannelReply>;
}

/** What is mounted below the channel. */
export function createRoutes({
  options,
  receiver,
  context,
  installed,
  files,
}: RoutesOptions): (request: ChannelRequest) => Promise<ChannelReply> {
  const routes = new Map<string, Route>();
  if (options.mode === 'http') {
    const events = { receiver, context, secrets: asList(options.signingSecret) };
    routes.set('/events', { method: 'POST', answer: (request) => answerEvent(request, events) });
  }
  if (installed !== null) {
    const { provider, removeFrom } = installed;
    const teams = options.oauth?.teams;
    const allowsTeam = (team: string) => teams === undefined || teams.includes(team);
    const install: InstallRoutesOptions = {
      provider,
      scopes: botScopes,
      context,
      allowsTeam,
      removeFrom,
    };
    routes.set('/install', { method: 'GET', answer: (request) => answerInstall(request, install) });
    routes.set('/oauth_redirect', { method: 'GET', answer: (request) => answerRedirect(request, install) });
  }
  return async (request) => {
    const [path = ''] = request.url.split('?');
    if (path.startsWith(FILES_PATH)) return await files.serve(request);
    const route = routes.get(path);
    if (route === undefined) return problem(404, 'There is nothing here');
    if (route.method === request.method) return await route.answer(request);
    const refused = problem(405, `This takes ${route.method}`);
    return { ...refused, headers: { ...refused.headers, allow: route.method } };
  };
}
