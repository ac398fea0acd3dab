import { endTokens, uninstall } from '../oauth/installing.ts';
import { SlackError } from '../slack-error.ts';
import type { BotCall, BotMethods } from './api-method.ts';

/** What a token may do about itself and its app. */
export const appMethods: BotMethods = {
  'auth.test': { scopes: [], handle: test },
  'auth.revoke': { scopes: [], handle: revoke },
  'apps.uninstall': { scopes: [], handle: remove },
};

function test({ team, bot, cloud }: BotCall): object {
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: team.person(bot.botUserId)?.name ?? cloud.app.name,
    team_id: team.id,
    user_id: bot.botUserId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  };
}

function revoke({ cloud, team, args }: BotCall): object {
  if (args.flag('test')) return { revoked: false };
  endTokens(cloud, team);
  return { revoked: true };
}

function remove({ cloud, team, args }: BotCall): object {
  if (args.text('client_id') !== cloud.app.clientId) throw new SlackError('invalid_client_id');
  if (args.text('client_secret') !== cloud.app.clientSecret) throw new SlackError('bad_client_secret');
  uninstall(cloud, team);
  return {};
}
