import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { openControlScope } from '../../control/control-scope.ts';
import { parseBody } from '../../control/parse-body.ts';
import { streamTrace } from '../../control/trace-stream.ts';
import { someSlackKnobs } from '../knobs.ts';
import { mountSlackPage } from '../page/slack-page.ts';
import { channelPlanShape, personPlanShape, teamPlanShape } from '../workspace/team-plan.ts';
import type { SlackControl } from './slack-control.ts';
import { mountSlackFaultApi } from './slack-fault-api.ts';
import { mountPeopleApi } from './slack-people-api.ts';

const text = z.string().min(1);
const teamShape = z.strictObject({ team: text.optional() });
const appShape = z.strictObject({ mode: z.enum(['socket', 'http']).optional(), eventsUrl: z.url().optional() });
const scopesShape = z.strictObject({ scopes: z.array(text) });
const seenShape = z.strictObject({ user: text, channel: text, threadTs: text.optional(), team: text.optional() });
const screenShape = z.strictObject({ user: text, team: text.optional() });

type Named = { Params: { team: string; channel: string } };

/** Mounts the control API: JSON, without auth, for this machine only. */
export function mountSlackControlApi(app: FastifyInstance, control: SlackControl): void {
  app.register(
    async (scope) => {
      openControlScope(scope);
      scope.get('/healthz', () => ({ status: 'ok' }));
      scope.get('/events', (request, reply) => streamTrace(control, request, reply));
      scope.get('/app', () => control.app());
      scope.patch('/app', ({ body }) => control.configure(parseBody(appShape, body)));
      scope.post('/app/verify-url', () => control.verifyUrl());
      scope.post('/app/ssl-check', () => control.sslCheck());
      scope.get('/teams', () => ({ items: control.teams() }));
      scope.post('/teams', ({ body }) => control.addTeam(parseBody(teamPlanShape, body)));
      scope.post<Named>('/teams/:team/people', ({ params, body }) => {
        return control.addPerson(params.team, parseBody(personPlanShape, body));
      });
      scope.post<Named>('/teams/:team/channels', ({ params, body }) => {
        return control.addChannel(params.team, parseBody(channelPlanShape, body));
      });
      scope.post<Named>('/teams/:team/channels/:channel/change-id', ({ params }) => {
        return control.changeChannelId(params.team, params.channel);
      });
      scope.put<Named>('/teams/:team/scopes', ({ params, body }) => {
        const { scopes } = parseBody(scopesShape, body);
        control.setScopes(params.team, scopes);
        return { scopes };
      });
      scope.get('/messages', ({ query }) => ({ items: control.messages(parseBody(seenShape, query)) }));
      scope.get('/views', ({ query }) => {
        const { user, team } = parseBody(screenShape, query);
        return { items: control.views(user, team) };
      });
      scope.post('/install', ({ body }) => control.install(parseBody(teamShape, body).team));
      scope.post('/uninstall', ({ body }, reply) => {
        control.uninstall(parseBody(teamShape, body).team);
        return reply.code(204).send();
      });
      scope.post('/revoke-tokens', ({ body }, reply) => {
        control.revokeTokens(parseBody(teamShape, body).team);
        return reply.code(204).send();
      });
      scope.get('/knobs', () => control.knobs());
      scope.patch('/knobs', ({ body }) => control.turn(parseBody(someSlackKnobs, body)));
      scope.post('/reset', (_request, reply) => {
        control.reset();
        return reply.code(204).send();
      });
      mountPeopleApi(scope, control.people);
      mountSlackFaultApi(scope, control);
      await mountSlackPage(scope);
    },
    { prefix: '/_sandbox' },
  );
}
