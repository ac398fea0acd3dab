import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { askSandbox } from './ask-sandbox.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';

const SHOWN_CHATS = 30;
const ACTIONS = ['alert', 'decline', 'accept', 'say', 'type', 'hold', 'media-request', 'transfer', 'leave'] as const;

const conversations = z.object({ items: z.array(z.object({ id: z.string() })) });
const knobs = z.object({ agent: z.string() });
const mode = z.strictObject({ mode: z.enum(['desk', 'echo']) });
const actionBody = z.strictObject({
  displayName: z.string().trim().min(1).max(60).optional(),
  text: z.string().min(1).max(4_000).optional(),
  types: z
    .array(z.enum(['COBROWSE', 'SCREENSHARE']))
    .min(1)
    .optional(),
});

interface ChatParams {
  readonly Params: { readonly id: string; readonly action: string };
}

/** The agents' side: the sandbox's control API, which plays the hands of agents. */
export function addDeskRoutes(app: FastifyInstance, parts: PageParts): void {
  const call = (path: string, body?: object) => askSandbox(parts.sandbox.url, path, body);

  app.get('/demo/desk', async () => {
    const { items } = conversations.parse((await call('/conversations')).answer);
    const chats = await Promise.all(items.slice(-SHOWN_CHATS).map(({ id }) => call(`/conversations/${id}`)));
    const { agent } = knobs.parse((await call('/knobs')).answer);
    return { mode: agent, items: chats.filter(({ status }) => status === 200).map(({ answer }) => answer) };
  });

  app.post<ChatParams>('/demo/desk/chats/:id/:action', async ({ params, body }, reply) => {
    const action = parseBody(z.enum(ACTIONS), params.action);
    const path = `/conversations/${encodeURIComponent(params.id)}/agent/${action}`;
    const { status, answer } = await call(path, parseBody(actionBody, body));
    return reply.code(status).send(answer);
  });

  app.post('/demo/desk/mode', async ({ body }, reply) => {
    const { status, answer } = await call('/agent', parseBody(mode, body));
    return reply.code(status).send(answer);
  });
}
