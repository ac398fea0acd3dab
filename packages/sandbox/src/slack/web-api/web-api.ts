import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SocketHub } from '../delivery/socket-hub.ts';
import { oauthMethods } from '../oauth/oauth-methods.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import { admitApp, admitBot, needScope } from './admit.ts';
import type { BotCall, BotMethod, BotMethods, OpenCall } from './api-method.ts';
import { appMethods } from './app-methods.ts';
import { Args } from './args.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationMethods } from './conversation-methods.ts';
import { serveFaulty } from './faulty-answer.ts';
import { fileMethods } from './file-methods.ts';
import { historyMethods } from './history-methods.ts';
import { peopleMethods } from './people-methods.ts';
import { reactionMethods } from './reaction-methods.ts';
import { viewMethods } from './view-methods.ts';

const botMethods: BotMethods = {
  ...appMethods,
  ...chatMethods,
  ...historyMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...viewMethods,
  ...fileMethods,
  ...reactionMethods,
};

/** Names of all methods that are played. */
export const playedMethods: readonly string[] = [
  'apps.connections.open',
  ...Object.keys(oauthMethods),
  ...Object.keys(botMethods),
];

/** Mounts the methods under /api/, for GET and POST, forms and JSON. */
export function mountWebApi(app: FastifyInstance, cloud: SlackCloud, hub: SocketHub): void {
  app.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler: (request, reply) => {
      const { method } = request.params;
      const given = { ...(request.query as object), ...asRecord(request.body) };
      const args = new Args(given);
      const call: OpenCall = { cloud, args, basic: basicOf(request) };
      const token = bearerOf(request) ?? args.text('token');
      const channel = args.text('channel') ?? args.text('channel_id');
      const handle = () => ({ ok: true, ...run(cloud, hub, { method, call, token, reply }) });
      return serveFaulty(cloud, { request, reply, operation: method, channel, handle });
    },
  });
}

interface Running {
  readonly method: string;
  readonly call: OpenCall;
  readonly token: string | undefined;
  readonly reply: FastifyReply;
}

function run(cloud: SlackCloud, hub: SocketHub, { method, call, token, reply }: Running): object {
  if (method === 'apps.connections.open') {
    admitApp(cloud, token);
    if (cloud.app.socketModeOff) throw new SlackError('not_allowed');
    return { url: hub.open() };
  }
  const open = own(oauthMethods, method);
  if (open !== undefined) return open(call);
  const known = own<BotMethod>(botMethods, method);
  if (known === undefined) throw new SlackError('unknown_method', { extra: { req_method: method } });
  const admitted: BotCall = admitBot(call, token);
  if (!reply.sent) {
    reply.header('X-OAuth-Scopes', admitted.bot.scopes.join(','));
    if (known.scopes.length > 0) reply.header('X-Accepted-OAuth-Scopes', known.scopes.join(','));
  }
  needScope(admitted, known.scopes);
  return known.handle(admitted);
}

/** Of its own, so that `constructor` is no method. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function asRecord(body: unknown): object {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body) ? body : {};
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function basicOf(request: FastifyRequest): OpenCall['basic'] {
  const [, coded] = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (coded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(coded, 'base64').toString('utf8').split(':');
  return { id, secret };
}
