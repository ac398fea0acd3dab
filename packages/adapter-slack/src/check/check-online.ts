import { WebClient } from '@slack/web-api';
import type { Finding, Logger } from '@trunkline/core';
import type { SlackOptions } from '../options.ts';
import { refusalOf } from '../outgoing/failures.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import { botScopes } from '../scopes.ts';
import { clientOptions } from '../workspace/client-options.ts';

/** Without one of these the channel does less. */
const OPTIONAL: ReadonlySet<string> = new Set([
  ...['channels:read', 'chat:write.customize', 'files:read', 'groups:history', 'groups:read', 'im:read'],
  ...['metadata.message:read', 'mpim:history', 'users:read.email'],
]);

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Asks Slack whether the tokens are good for what the channel does. Opens and changes nothing. */
export async function checkOnline(options: SlackOptions, signal: AbortSignal): Promise<readonly Finding[]> {
  const { botToken, appToken, mode } = options;
  return [
    ...(botToken === undefined ? [] : await checkBotToken(botToken, options, signal)),
    ...(mode === 'socket' && appToken !== undefined ? [await checkAppToken(appToken, options, signal)] : []),
  ];
}

async function checkBotToken(
  token: string,
  { apiUrl }: SlackOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const about = 'bot token';
  try {
    const client = new WebClient(token, clientOptions(apiUrl, silent));
    const who = await untilAborted(() => client.auth.test(), signal);
    const granted = new Set(who.response_metadata?.scopes ?? []);
    const named: Finding = {
      severity: 'ok',
      about,
      text: `It is good for ${who.team ?? who.team_id ?? 'a workspace'}.`,
    };
    if (granted.size === 0)
      return [named, { severity: 'warning', about: 'scopes', text: 'Slack did not say which scopes the token has.' }];
    return [named, ...missing(granted)];
  } catch (error) {
    const refusal = refusalOf(error);
    return [
      refusal === null
        ? unreachable(about, apiUrl)
        : { severity: 'problem', about, text: `Slack does not accept it: ${refusal}.` },
    ];
  }
}

function missing(granted: ReadonlySet<string>): readonly Finding[] {
  const absent = (wanted: readonly string[]) => wanted.filter((scope) => !granted.has(scope));
  const needed = absent(botScopes.filter((scope) => !OPTIONAL.has(scope)));
  const useful = absent(botScopes.filter((scope) => OPTIONAL.has(scope)));
  return [
    needed.length === 0
      ? { severity: 'ok', about: 'scopes', text: 'The token has all that the channel cannot do without.' }
      : {
          severity: 'problem',
          about: 'scopes',
          text: `Missing: ${needed.join(', ')}. Add them in the app's settings, then install the app again.`,
        },
    ...useful.map(
      (scope): Finding => ({
        severity: 'warning',
        about: 'scopes',
        text: `Without ${scope} the channel works, but does less; the package's README says what.`,
      }),
    ),
  ];
}

async function checkAppToken(token: string, { apiUrl }: SlackOptions, signal: AbortSignal): Promise<Finding> {
  const about = 'app-level token';
  try {
    const client = new WebClient(token, clientOptions(apiUrl, silent));
    await untilAborted(() => client.apps.connections.open(), signal);
    return { severity: 'ok', about, text: 'Slack offers a socket for it.' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) return unreachable(about, apiUrl);
    return {
      severity: 'problem',
      about,
      text: `Slack offers no socket for it: ${refusal}. It needs the scope connections:write, and Socket Mode must be on.`,
    };
  }
}

function unreachable(about: string, apiUrl: string | undefined): Finding {
  const where = apiUrl ?? 'https://slack.com/api/';
  return {
    severity: 'problem',
    about,
    text: `Slack could not be asked at ${where}: look at the network, DNS${apiUrl === undefined ? '' : ' and the apiUrl'}, then check again.`,
  };
}
