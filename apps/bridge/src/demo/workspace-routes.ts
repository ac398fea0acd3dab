import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { askSandbox } from './ask-sandbox.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';

const name = z.string().regex(/^[\w-]{1,40}$/);
const ts = z.string().regex(/^\d{1,12}\.\d{6}$/);
const text = z.string().trim().min(1).max(4_000);
/** What people do; each is asked of the sandbox under its own name. */
const ACTIONS = {
  say: z.strictObject({ user: name, channel: name, text, threadTs: ts.optional() }),
  command: z.strictObject({
    user: name,
    channel: name,
    command: z.literal('/agent'),
    text: z.string().trim().max(2_000),
  }),
  click: z.strictObject({ user: name, channel: name, ts, actionId: name, blockId: z.string().max(255).optional() }),
  'close-view': z.strictObject({ viewId: name }),
} as const;
const place = z.object({ user: name, channel: name, threadTs: ts.optional() });

interface ActionParams {
  readonly Params: { readonly action: string };
}

/** People in a workspace: the control API of the sandbox of Slack, which plays their hands. */
export function addWorkspaceRoutes(app: FastifyInstance, { workspace: { url } }: PageParts): void {
  app.get('/demo/slack/teams', async (_request, reply) => {
    const { status, answer } = await askSandbox(url, '/teams');
    return reply.code(status).send(answer);
  });

  app.get('/demo/slack/messages', async ({ query }, reply) => {
    const { status, answer } = await askSandbox(url, `/messages?${new URLSearchParams(asQuery(query))}`);
    return reply.code(status).send(answer);
  });

  app.get('/demo/slack/views', async ({ query }, reply) => {
    const { user } = parseBody(z.object({ user: name }), query);
    const { status, answer } = await askSandbox(url, `/views?user=${user}`);
    return reply.code(status).send(answer);
  });

  app.post<ActionParams>('/demo/slack/:action', async ({ params, body }, reply) => {
    const action = parseBody(z.enum(['say', 'command', 'click', 'close-view']), params.action);
    const { status, answer } = await askSandbox(url, `/${action}`, parseBody<object>(ACTIONS[action], body));
    return reply.code(status === 204 ? 200 : status).send(answer);
  });
}

function asQuery(query: unknown): Record<string, string> {
  const { user, channel, threadTs } = parseBody(place, query);
  return { user, channel, ...(threadTs !== undefined && { threadTs }) };
}
