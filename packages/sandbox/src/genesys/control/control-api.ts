import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { openControlScope } from '../../control/control-scope.ts';
import { parseBody } from '../../control/parse-body.ts';
import { streamTrace } from '../../control/trace-stream.ts';
import { mountDeskPage } from '../desk-page/desk-page.ts';
import { someKnobs } from '../knobs.ts';
import { mountAgentApi } from './agent-api.ts';
import { mountFaultApi } from './fault-api.ts';
import type { GenesysControl } from './genesys-control.ts';
import { mountScriptApi } from './script-api.ts';

const listShape = z.object({ state: z.enum(['created', 'active', 'ended']).optional() });
const modeShape = z.strictObject({ mode: z.enum(['echo', 'none', 'desk']) });

/** Mounts the control API: JSON, without auth, for this machine only. */
export function mountControlApi(app: FastifyInstance, control: GenesysControl): void {
  app.register(
    async (scope) => {
      openControlScope(scope);
      scope.get('/healthz', () => ({ status: 'ok' }));
      scope.get('/events', (request, reply) => streamTrace(control, request, reply));
      scope.get('/conversations', ({ query }) => {
        const { state } = parseBody(listShape, query);
        return { items: control.conversations(state) };
      });
      scope.get<{ Params: { id: string } }>('/conversations/:id', ({ params }) => control.conversation(params.id));
      scope.post<{ Params: { id: string } }>('/conversations/:id/end', ({ params }) => control.end(params.id));
      mountAgentApi(scope, control.agent);
      mountFaultApi(scope, control);
      mountScriptApi(scope, control);
      await mountDeskPage(scope);
      scope.get('/knobs', () => control.knobs());
      scope.patch('/knobs', ({ body }) => control.turn(parseBody(someKnobs, body)));
      scope.post('/agent', ({ body }) => {
        const { mode } = parseBody(modeShape, body);
        control.setAgentMode(mode);
        return { mode };
      });
    },
    { prefix: '/_sandbox' },
  );
}
