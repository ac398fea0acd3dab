import { tellIfSubscribed } from '../events/event-feed.ts';
import { newSecret } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Installation, Team } from '../workspace/team.ts';

/** How the app gets into a workspace. */
export interface Install {
  readonly scopes: readonly string[];
  readonly installerId: string;
}

/** The app gets, or keeps, its bot. */
export function install(cloud: SlackCloud, team: Team, { scopes, installerId }: Install): Installation {
  if (team.installation !== undefined) {
    team.installation.scopes = [...new Set([...team.installation.scopes, ...scopes])];
    return team.installation;
  }
  // The same each time, as in a workspace that knows the app already.
  const tail = team.id.slice(1);
  const bot = [...team.people.values()].find((person) => person.isBot);
  const botUserId = bot?.id ?? `UB${tail}`;
  team.people.set(botUserId, {
    id: botUserId,
    teamId: team.id,
    name: cloud.app.name.toLowerCase().replace(/\W+/g, '-'),
    realName: cloud.app.name,
    displayName: cloud.app.name,
    title: '',
    email: '',
    isBot: true,
  });
  team.installation = { botUserId, botId: `B${tail}`, scopes, installerId };
  cloud.trace.emit({ kind: 'change', type: 'installed', teamId: team.id });
  return team.installation;
}

/** A new bot token, and with rotation what refreshes it. */
export function issueTokens(cloud: SlackCloud, team: Team): Readonly<Record<string, unknown>> {
  const { tokenRotation, tokenTtlS } = cloud.knobs;
  if (!tokenRotation) {
    const token = cloud.tokens.current(team.id) ?? newSecret('xoxb-');
    cloud.tokens.add(token, team.id);
    return { access_token: token };
  }
  const [token, refresh] = [newSecret('xoxe.xoxb-1-'), newSecret('xoxe-1-')];
  cloud.tokens.add(token, team.id, cloud.now() + tokenTtlS * 1_000);
  cloud.tokens.addRefresh(refresh, team.id);
  return { access_token: token, refresh_token: refresh, expires_in: tokenTtlS };
}

/** Somebody took the token back: `tokens_revoked`. */
export function endTokens(cloud: SlackCloud, team: Team): void {
  cloud.tokens.end(team.id, 'revoked');
  const bot = team.installation?.botUserId;
  tellIfSubscribed(cloud, team, revoked(bot));
  cloud.trace.emit({ kind: 'change', type: 'tokens_revoked', teamId: team.id });
}

/** The app goes from the workspace: `app_uninstalled` and `tokens_revoked`, in any order. */
export function uninstall(cloud: SlackCloud, team: Team): void {
  cloud.tokens.end(team.id, 'uninstalled');
  const bot = team.installation?.botUserId;
  tellIfSubscribed(cloud, team, { type: 'app_uninstalled' });
  tellIfSubscribed(cloud, team, revoked(bot));
  for (const channel of team.channels.values()) if (bot !== undefined) channel.members.delete(bot);
  team.installation = undefined;
  cloud.trace.emit({ kind: 'change', type: 'uninstalled', teamId: team.id });
}

function revoked(bot: string | undefined): { readonly type: string; readonly tokens: object } {
  return { type: 'tokens_revoked', tokens: { oauth: [], bot: bot === undefined ? [] : [bot] } };
}
