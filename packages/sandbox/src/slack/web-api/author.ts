import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import type { Installation, Team } from '../workspace/team.ts';
import type { BotCall } from './api-method.ts';

/** As whom the app writes. */
export interface Author {
  readonly user?: string;
  readonly bot_id: string;
  readonly app_id: string;
  readonly bot_profile?: object;
  readonly subtype?: string;
  readonly username?: string;
  readonly icons?: object;
}

/** The app's own name, or another with `chat:write.customize`. */
export function authorOf(call: BotCall): Author {
  const { cloud, args, bot, team } = call;
  const username = args.text('username');
  const icon = { url: args.text('icon_url'), emoji: args.text('icon_emoji') };
  const isCustom = username !== undefined || icon.url !== undefined || icon.emoji !== undefined;
  if (!isCustom || !mayCustomize(call)) return botAuthor(cloud, team, bot);
  return {
    ...(!cloud.knobs.customizedSubtype && { user: bot.botUserId }),
    ...(cloud.knobs.customizedSubtype && { subtype: 'bot_message' }),
    bot_id: bot.botId,
    app_id: cloud.app.id,
    username: username ?? cloud.app.name,
    icons: icon.emoji !== undefined ? { emoji: icon.emoji } : icon.url !== undefined ? imageIcons(icon.url) : {},
  };
}

export function botAuthor(cloud: SlackCloud, team: Team, bot: Installation): Author {
  const icons = { image_36: `${cloud.baseUrl}/avatars/${bot.botUserId}.svg` };
  const profile = {
    id: bot.botId,
    app_id: cloud.app.id,
    name: cloud.app.name,
    icons,
    deleted: false,
    team_id: team.id,
  };
  return { user: bot.botUserId, bot_id: bot.botId, app_id: cloud.app.id, bot_profile: profile };
}

function mayCustomize({ cloud, bot }: BotCall): boolean {
  const needed = 'chat:write.customize';
  if (!cloud.knobs.scopesEnforced || bot.scopes.includes(needed)) return true;
  if (cloud.knobs.customizeWithoutScope === 'ignore') return false;
  throw new SlackError('missing_scope', { extra: { needed, provided: bot.scopes.join(',') } });
}

function imageIcons(url: string): object {
  return { image_36: url, image_48: url, image_72: url };
}
