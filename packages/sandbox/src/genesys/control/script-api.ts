import type { FastifyInstance } from 'fastify';
import type { AgentScript } from '../agent-script/agent-script.ts';
import type { GenesysControl } from './genesys-control.ts';

/** The scripted agent over HTTP. */
export function mountScriptApi(scope: FastifyInstance, control: GenesysControl): void {
  scope.get('/script', () => control.script());
  scope.put('/script', ({ body }) => {
    // Whatever it is: it is parsed there.
    control.setScript(body as AgentScript);
    return control.script();
  });
  scope.delete('/script', (_request, reply) => {
    control.clearScript();
    return reply.code(204).send();
  });
}
