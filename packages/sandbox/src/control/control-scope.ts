import type { FastifyInstance } from 'fastify';
import { ControlError } from './control-error.ts';

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** Manners of the control API: any page on this machine may call it, nobody else; errors are `{error}`. */
export function openControlScope(scope: FastifyInstance): void {
  scope.addHook('onRequest', (request, reply, done) => {
    reply.header('Access-Control-Allow-Origin', '*');
    if (loopback.test(request.ip)) return done();
    done(new ControlError(403, 'The control API answers this machine only'));
  });
  scope.options('/*', (_request, reply) => {
    reply.header('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
    reply.header('Access-Control-Allow-Headers', 'Content-Type');
    return reply.code(204).send();
  });
  scope.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message });
    const status =
      (error as { status?: number; statusCode?: number }).status ?? (error as { statusCode?: number }).statusCode;
    return reply.code(status ?? 500).send({ error: String(error) });
  });
  scope.setNotFoundHandler((request, reply) => reply.code(404).send({ error: `No ${request.method} ${request.url}` }));
}
