import { SlackError } from '../slack-error.ts';
import type { Handler, OpenCall } from '../web-api/api-method.ts';
import type { Team } from '../workspace/team.ts';
import { install, issueTokens } from './installing.ts';

/** Methods by which an app gets tokens; it names itself by id and secret. */
export const oauthMethods: Readonly<Record<string, Handler<OpenCall>>> = {
  'oauth.v2.access': access,
  'oauth.v2.exchange': exchange,
};

function access(call: OpenCall): object {
  const { cloud, args } = call;
  checkClient(call);
  if (args.text('grant_type') === 'refresh_token') return refresh(call);
  const consent = cloud.codes.take(args.required('code', 'invalid_code'), args.text('redirect_uri'));
  const team = cloud.teams.get(consent.teamId);
  if (team === undefined) throw new SlackError('invalid_team');
  install(cloud, team, { scopes: consent.scopes, installerId: consent.userId });
  return answer(call, team);
}

function refresh(call: OpenCall): object {
  const { cloud, args } = call;
  const teamId = cloud.tokens.takeRefresh(args.required('refresh_token', 'invalid_refresh_token'));
  const team = cloud.teams.get(teamId ?? '');
  if (team?.installation === undefined) throw new SlackError('invalid_refresh_token');
  return answer(call, team);
}

/** A token for ever becomes one that is refreshed. */
function exchange(call: OpenCall): object {
  const { cloud, args } = call;
  checkClient(call);
  const grant = cloud.tokens.find(args.required('token', 'invalid_auth'));
  const team = cloud.teams.get(grant?.teamId ?? '');
  if (grant?.state !== 'valid' || team?.installation === undefined) throw new SlackError('invalid_auth');
  if (!cloud.knobs.tokenRotation) throw new SlackError('token_rotation_not_enabled');
  cloud.tokens.end(team.id, 'revoked');
  return answer(call, team);
}

function answer({ cloud }: OpenCall, team: Team): object {
  const bot = team.installation;
  return {
    app_id: cloud.app.id,
    authed_user: { id: bot?.installerId },
    scope: bot?.scopes.join(','),
    token_type: 'bot',
    ...issueTokens(cloud, team),
    bot_user_id: bot?.botUserId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function checkClient({ cloud, args, basic }: OpenCall): void {
  const id = basic?.id ?? args.text('client_id');
  const secret = basic?.secret ?? args.text('client_secret');
  if (id !== cloud.app.clientId) throw new SlackError('invalid_client_id');
  if (secret !== cloud.app.clientSecret) throw new SlackError('bad_client_secret');
}
