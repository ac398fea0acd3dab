import type { Logger } from '@trunkline/core';
import { type FastifyInstance, fastify } from 'fastify';
import { addProblemHandlers, sendProblem } from '../host/problem-handlers.ts';
import { addClientFiles } from './client-files.ts';
import { addDeskRoutes } from './desk-routes.ts';
import { addPageFiles } from './page-files.ts';
import { isLoopbackHost, isSameOrigin } from './page-guard.ts';
import type { PageParts } from './page-parts.ts';
import { addPathRoutes } from './path-routes.ts';
import { addPhoneRoutes } from './phone-routes.ts';
import { addTokenRoute } from './token-route.ts';
import { addWebhookRoute, WEBHOOK_PATH } from './webhook-route.ts';
import { addWorkspaceRoutes } from './workspace-routes.ts';

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'";

/** The page and all that it talks to. Does not listen yet. */
export async function createPageServer(parts: PageParts, logger: Logger): Promise<FastifyInstance> {
  const app = fastify({ logger: false, forceCloseConnections: true, requestTimeout: 30_000 });
  addProblemHandlers(app, logger);
  addGuard(app, parts);
  await addPageFiles(app);
  await addClientFiles(app, parts.client);
  addTokenRoute(app, parts);
  addDeskRoutes(app, parts);
  addPhoneRoutes(app, parts);
  addWorkspaceRoutes(app, parts);
  addPathRoutes(app, parts);
  addWebhookRoute(app, parts);
  return app;
}

/** For browsers on this machine that came here knowingly. The page talks to this server and to the bridge only. */
function addGuard(app: FastifyInstance, { bridge }: PageParts): void {
  app.addHook('onRequest', async ({ headers, method, url }, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': `${POLICY} ${bridge.status.server}`,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const { host, origin } = headers;
    if (!isLoopbackHost(host))
      return sendProblem(reply, { status: 403, title: 'Forbidden', detail: 'This page answers this machine only.' });
    const reads = method === 'GET' || method === 'HEAD';
    // Webhooks carry a signature instead.
    if (reads || url === WEBHOOK_PATH || isSameOrigin(host, origin)) return undefined;
    return sendProblem(reply, { status: 403, title: 'Forbidden', detail: 'Only the page itself may ask for this.' });
  });
}
