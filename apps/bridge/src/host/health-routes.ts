import type { FastifyInstance } from 'fastify';
import { methodNotAllowed } from './problem-handlers.ts';
import { isReady, type Readiness } from './readiness.ts';

export interface HealthOptions {
  readonly readiness: () => Readiness;
  /** Why a channel failed is for operators only. */
  readonly withErrors: boolean;
}

/** `/healthz`: the process answers. `/readyz`: it takes messages. */
export function addHealthRoutes(app: FastifyInstance, options: HealthOptions): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const readiness = options.readiness();
    const ready = isReady(readiness);
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      phase: readiness.phase,
      store: readiness.storeOpen ? 'open' : 'closed',
      channels: readiness.channels.map(({ channel, state, error }) => ({
        channel,
        state,
        ...(options.withErrors && error !== null ? { error } : {}),
      })),
    });
  });
  methodNotAllowed(app, ['/healthz', '/readyz']);
}
