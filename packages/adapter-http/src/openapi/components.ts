import { type ZodType, z } from 'zod';
import { customerBody } from '../requests/customer-body.ts';
import { messageBody } from '../requests/message-body.ts';
import { tokenBody } from '../tokens/token-body.ts';
import {
  agentJoined,
  agentLeft,
  agentTransferred,
  agentTyping,
  conversationEnded,
  messageCreated,
  messageFailed,
  publicEvent,
  streamReset,
} from './event-schemas.ts';

/** What bodies are made of, by the name that the API's description gives it. */
export type ComponentName =
  | 'Message'
  | 'CustomerOnly'
  | 'TokenRequest'
  | 'Accepted'
  | 'Token'
  | 'History'
  | 'Problem'
  | 'OpenApi'
  | 'Event'
  | 'StreamReset'
  | EventComponent;

export type EventComponent =
  | 'MessageCreated'
  | 'AgentTyping'
  | 'AgentJoined'
  | 'AgentLeft'
  | 'AgentTransferred'
  | 'ConversationEnded'
  | 'MessageFailed';

export const components: Readonly<Record<ComponentName, ZodType>> = {
  Message: messageBody,
  CustomerOnly: customerBody,
  TokenRequest: tokenBody,
  Accepted: z.object({
    conversationId: z.string().describe('The conversation that is current now.'),
    messageId: z.string(),
    duplicate: z.boolean().describe('True: this `id` had been kept before, and nothing was sent again.'),
  }),
  Token: z.object({
    token: z.string(),
    expiresAt: z.string().meta({ format: 'date-time' }),
  }),
  History: z.object({
    events: z.array(publicEvent),
    next: z
      .int()
      .min(0)
      .describe(
        'Give this as `after` for what follows. The number that you gave: this is the end. 0 if there is no event of the number given.',
      ),
  }),
  Problem: z.object({
    type: z.string().describe('RFC 9457. Always `about:blank`: the status says it.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What to do.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().describe('RFC 6901, into the body.'),
          parameter: z.string().optional().describe('Of the URL, or a header.'),
          detail: z.string(),
        }),
      )
      .optional(),
  }),
  OpenApi: z.looseObject({ openapi: z.string() }),
  Event: publicEvent,
  StreamReset: streamReset,
  MessageCreated: messageCreated,
  AgentTyping: agentTyping,
  AgentJoined: agentJoined,
  AgentLeft: agentLeft,
  AgentTransferred: agentTransferred,
  ConversationEnded: conversationEnded,
  MessageFailed: messageFailed,
};

/** What a webhook may carry, by the event's type. */
export const webhookEvents: Readonly<Record<string, { readonly schema: EventComponent; readonly summary: string }>> = {
  'message.created': { schema: 'MessageCreated', summary: 'An agent, a bot or the bridge said something' },
  'agent.typing': { schema: 'AgentTyping', summary: 'An agent is typing; never repeated, never replayed' },
  'agent.joined': { schema: 'AgentJoined', summary: 'An agent joined' },
  'agent.left': { schema: 'AgentLeft', summary: 'An agent left' },
  'agent.transferred': { schema: 'AgentTransferred', summary: 'The conversation went to somebody else' },
  'conversation.ended': { schema: 'ConversationEnded', summary: 'The conversation is over' },
  'message.failed': { schema: 'MessageFailed', summary: 'A message of the customer did not get through' },
};
