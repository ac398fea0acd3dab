import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Team } from '../workspace/team.ts';

interface Asked {
  readonly client_id?: string;
  readonly scope?: string;
  readonly redirect_uri?: string;
  readonly state?: string;
  /** Of a page that was answered. */
  readonly team?: string;
  readonly deny?: string;
}

/** Where somebody consents to the app being in their workspace. */
export function mountAuthorizePage(app: FastifyInstance, cloud: SlackCloud): void {
  app.get<{ Querystring: Asked }>('/oauth/v2/authorize', ({ query }, reply) => {
    const problem = problemOf(cloud, query);
    if (problem !== undefined) return page(reply.code(400), `<h1>That does not work</h1><p>${problem}</p>`);
    if (query.deny !== undefined) return back(reply, query, { error: 'access_denied' });
    const chosen = teamOf(cloud, query.team ?? '') ?? teamOf(cloud, cloud.knobs.autoInstall);
    if (chosen === undefined) return page(reply, consent(cloud, query));
    return back(reply, query, { code: codeFor(cloud, query, chosen) });
  });
}

function problemOf(cloud: SlackCloud, { client_id: id, redirect_uri: uri, scope }: Asked): string | undefined {
  if (id !== cloud.app.clientId) return 'Invalid client_id parameter.';
  if (scope === undefined || scope === '') return 'No scopes requested.';
  if (uri === undefined || !URL.canParse(uri)) return 'redirect_uri did not match any configured URIs.';
  return undefined;
}

function codeFor(cloud: SlackCloud, { scope = '', redirect_uri: redirectUri = '' }: Asked, team: Team): string {
  const person = [...team.people.values()].find(({ isBot }) => !isBot);
  return cloud.codes.make({ teamId: team.id, userId: person?.id ?? '', scopes: scope.split(/[, ]+/), redirectUri });
}

function back(
  reply: FastifyReply,
  { redirect_uri: uri = '', state }: Asked,
  answer: Record<string, string>,
): FastifyReply {
  const url = new URL(uri);
  for (const [name, value] of Object.entries({ ...answer, ...(state !== undefined && { state }) })) {
    url.searchParams.set(name, value);
  }
  return reply.redirect(url.href, 302);
}

function consent(cloud: SlackCloud, asked: Asked): string {
  const { client_id: id = '', scope = '', redirect_uri: uri = '', state } = asked;
  const given = { client_id: id, scope, redirect_uri: uri, ...(state !== undefined && { state }) };
  const fields = Object.entries(given).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const teams = [...cloud.teams.values()].map((team) => {
    return `<button name="team" value="${team.id}">Allow in ${escaped(team.name)}</button>`;
  });
  const scopes = scope.split(/[, ]+/).map((one) => `<li>${escaped(one)}</li>`);
  return `<h1>${escaped(cloud.app.name)} asks to be in a workspace</h1><p>It wants to:</p><ul>${scopes.join('')}</ul>
<form method="get">${fields.join('')}<p>${teams.join(' ')} <button name="deny" value="1">Cancel</button></p></form>`;
}

function teamOf(cloud: SlackCloud, nameOrId: string): Team | undefined {
  return [...cloud.teams.values()].find(({ id, domain }) => id === nameOrId || domain === nameOrId);
}

function page(reply: FastifyReply, content: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Install: Slack sandbox</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
button{font:inherit;padding:.5em 1em;border:1px solid;border-radius:8px;cursor:pointer}
</style></head><body>${content}</body></html>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
