import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import type { BotCall, OpenCall } from './api-method.ts';

/** Whose token it is. Throws what Slack says of one that is not good. */
export function admitBot(call: OpenCall, token: string | undefined): BotCall {
  const { cloud } = call;
  if (token === undefined) throw new SlackError('not_authed');
  if (token === cloud.app.appToken) throw new SlackError('not_allowed_token_type');
  const grant = cloud.tokens.find(token);
  if (grant === undefined) throw new SlackError('invalid_auth');
  if (grant.state === 'revoked') throw new SlackError('token_revoked');
  if (grant.state === 'uninstalled') throw new SlackError(cloud.knobs.uninstalledError);
  if (grant.expiresAt !== undefined && cloud.now() >= grant.expiresAt) throw new SlackError('token_expired');
  const team = cloud.teams.get(grant.teamId);
  if (team?.installation === undefined) throw new SlackError('account_inactive');
  return { ...call, token, team, bot: team.installation };
}

/** Throws `missing_scope` unless the token has one of these. */
export function needScope({ cloud, bot }: BotCall, scopes: readonly string[]): void {
  if (!cloud.knobs.scopesEnforced || scopes.length === 0) return;
  if (scopes.some((scope) => bot.scopes.includes(scope))) return;
  throw new SlackError('missing_scope', { extra: { needed: scopes.join(','), provided: bot.scopes.join(',') } });
}

/** Throws unless it is the app's own token, `xapp-…`. */
export function admitApp(cloud: SlackCloud, token: string | undefined): void {
  if (token === undefined) throw new SlackError('not_authed');
  if (token === cloud.app.appToken) return;
  throw new SlackError(cloud.tokens.find(token) === undefined ? 'invalid_auth' : 'not_allowed_token_type');
}
