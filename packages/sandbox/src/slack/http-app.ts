import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import type { Outage } from '../outage.ts';
import type { SlackOutageKind } from './faults/outage-kind.ts';
import { SlackError } from './slack-error.ts';

const maxBytes = 64 * 1024 * 1024;

/** An HTTP server with Slack's manners: forms, JSON, bytes, and errors in good answers. */
export function createSlackHttpApp(outage: Outage<SlackOutageKind>): FastifyInstance {
  const app = fastify({ bodyLimit: maxBytes, exposeHeadRoutes: false, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text.toString()));
    } catch {
      done(new SlackError('invalid_json'), undefined);
    }
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(text.toString())));
  });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/_sandbox') || outage.kind === undefined) return done();
    if (!outage.strike(request.raw.socket))
      return void reply.code(503).type('text/html').send('<h1>Service unavailable</h1>');
    reply.hijack();
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof SlackError) return reply.code(error.status).send({ ok: false, error: error.error });
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    return reply.code(status).send({ ok: false, error: status === 500 ? String(error) : 'invalid_post_type' });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/html').send('<h1>There has been a glitch</h1>'),
  );
  return app;
}
