import type { Engine, Logger } from '@trunkline/core';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import type { AnsweredRequest } from '../observability/metrics.ts';
import { answerOnSocket, answerUnroutable } from './broken-requests.ts';
import { addChannelRoutes, type ChannelParams } from './channel-routes.ts';
import { cutOffUnlessTaken } from './client-pace.ts';
import { boundConnections, connectionLimit } from './connection-limit.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addProblemHandlers, methodNotAllowed } from './problem-handlers.ts';
import type { Readiness } from './readiness.ts';

interface ServerOptions {
  readonly readiness: () => Readiness;
  readonly logger: Logger;
}

export interface PublicServerOptions extends ServerOptions {
  readonly engine: Pick<Engine, 'handle'>;
  /** Configured channel names: only these become metric labels. */
  readonly channels: ReadonlySet<string>;
  readonly requestAnswered: (request: AnsweredRequest) => void;
  /** Default 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** At once. Default: half of the files that the process may have open; null: any number. */
  readonly maxConnections?: number | null;
}

export interface AdminServerOptions extends ServerOptions {
  readonly metrics: { readonly contentType: string; render(): Promise<string> };
}

/** Takes the channels' webhooks. Does not listen yet. */
export function createPublicServer(options: PublicServerOptions): FastifyInstance {
  const app = createServer(options);
  const { maxConnections = connectionLimit() } = options;
  if (maxConnections !== null) boundConnections(app.server, { maxConnections, logger: options.logger });
  app.addHook('onResponse', async (request, reply) => {
    const asked = (request.params as Partial<ChannelParams> | undefined)?.channel ?? '';
    const channel = options.channels.has(asked) ? asked : '';
    options.requestAnswered({ channel, status: reply.raw.statusCode });
    logRequest(options.logger, request, {
      channel,
      status: reply.raw.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
  });
  addHealthRoutes(app, { readiness: options.readiness, withErrors: false });
  addChannelRoutes(app, {
    engine: options.engine,
    phase: () => options.readiness().phase,
    logger: options.logger,
    bodyLimitBytes: options.bodyLimitBytes ?? 1_048_576,
  });
  return app;
}

/** For operators and their machines. Does not listen yet. */
export function createAdminServer(options: AdminServerOptions): FastifyInstance {
  const app = createServer(options);
  addHealthRoutes(app, { readiness: options.readiness, withErrors: true });
  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.render()),
  );
  methodNotAllowed(app, ['/metrics']);
  return app;
}

/** A request must have come whole within the time-out; a reply may take as long as it likes (event streams do). */
function createServer({ logger }: ServerOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    frameworkErrors: (error, _request, reply) => answerUnroutable(error, reply),
    clientErrorHandler: answerOnSocket,
    http: { headersTimeout: 15_000, maxHeaderSize: 32_768, connectionsCheckingInterval: 5_000 },
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    void cutOffUnlessTaken(reply.raw);
    done(null, payload);
  });
  addProblemHandlers(app, logger);
  return app;
}

/** The route as registered, never the path or the query: addresses and tokens ride there. */
function logRequest(logger: Logger, request: FastifyRequest, facts: object): void {
  const { method, routeOptions } = request;
  logger.debug({ event: 'http.request', method, route: routeOptions.url ?? null, ...facts }, 'request answered');
}
