#!/usr/bin/env node
import { createHmac, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fastify } from 'fastify';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';

/**
 * The floor: what somebody would write in an afternoon. The same parts as the bridge and the same API, without a store,
 * retries, order or dedupe. What it has taken in is gone with the process.
 */

interface Chat {
  readonly id: string;
  readonly memberId: string;
  readonly jwt: string;
}

interface Said {
  readonly customer: { readonly id: string; readonly name?: string };
  readonly text: string;
}

interface Frame {
  readonly eventBody: {
    readonly id?: string;
    readonly member?: { readonly id: string; readonly state: string };
    readonly sender?: { readonly id: string };
    readonly body?: string;
    readonly bodyType?: string;
    readonly timestamp?: string;
  };
  readonly metadata?: { readonly type: string };
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    api: { type: 'string', default: '' },
    webhook: { type: 'string', default: '' },
    secret: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
  },
});
const guestPath = '/api/v2/webchat/guest/conversations';
const secret = Buffer.from(values.secret.slice('whsec_'.length), 'base64');
const toGenesys = new Agent();
const toReceiver = new Agent();
const chats = new Map<string, Promise<Chat>>();

async function call<Answer>(path: string, jwt: string | null, body: object): Promise<Answer> {
  const answer = await request(`${values.api}${guestPath}${path}`, {
    dispatcher: toGenesys,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(jwt === null ? {} : { authorization: `Bearer ${jwt}` }) },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`Genesys answered ${answer.statusCode}`);
  return JSON.parse(text) as Answer;
}

async function openChat({ id: customerId, name = 'Customer' }: Said['customer']): Promise<Chat> {
  const created = await call<{ id: string; jwt: string; eventStreamUri: string; member: { id: string } }>('', null, {
    organizationId: '5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11',
    deploymentId: '6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22',
    routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
    memberInfo: { displayName: name },
  });
  const { id, jwt, member } = created;
  const socket = new WebSocket(created.eventStreamUri, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data) => {
      const { eventBody, metadata } = JSON.parse(data.toString()) as Frame;
      if (eventBody.member?.id === member.id && eventBody.member.state === 'CONNECTED') resolve();
      if (metadata?.type === 'message' && eventBody.sender?.id !== member.id && eventBody.bodyType === 'standard')
        tell(customerId, id, eventBody).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    });
  });
  return { id, memberId: member.id, jwt };
}

async function tell(customerId: string, conversationId: string, said: Frame['eventBody']): Promise<void> {
  const timestamp = new Date().toISOString();
  const message = { id: said.id, text: said.body, author: { kind: 'agent', name: null }, sentAt: said.timestamp };
  const data = { conversationId, customer: { id: customerId }, message };
  const body = JSON.stringify({ type: 'message.created', timestamp, data });
  const timestampS = String(Math.floor(Date.now() / 1000));
  const id = said.id ?? randomUUID();
  const signature = createHmac('sha256', secret).update(`${id}.${timestampS}.${body}`).digest('base64');
  const answer = await request(values.webhook, {
    dispatcher: toReceiver,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestampS,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  });
  await answer.body.dump();
}

const app = fastify({ logger: false, forceCloseConnections: true, keepAliveTimeout: 65_000 });
app.get('/readyz', () => ({ status: 'ready' }));
app.post<{ Body: Said }>('/channels/web/messages', async ({ headers, body }, reply) => {
  if (headers.authorization !== `Bearer ${values.key}`) return reply.code(401).send();
  const { customer, text } = body;
  let opening = chats.get(customer.id);
  if (opening === undefined) {
    opening = openChat(customer);
    chats.set(customer.id, opening);
  }
  const { id: conversationId, memberId, jwt } = await opening;
  const path = `/${conversationId}/members/${memberId}/messages`;
  const { id: messageId } = await call<{ id: string }>(path, jwt, { body: text, bodyType: 'standard' });
  return reply.code(202).send({ conversationId, messageId, duplicate: false });
});
await app.listen({ host: '127.0.0.1', port: Number(values.port) });
process.once('SIGTERM', () => process.exit(0));
