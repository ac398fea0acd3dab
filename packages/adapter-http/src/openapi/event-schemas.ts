import { type ZodType, z } from 'zod';
import type {
  AgentEvent,
  AgentEventType,
  ConversationEnded,
  MessageCreated,
  MessageFailed,
  PublicAttachment,
  PublicEvent,
  StreamReset,
} from '../event-types.ts';

const time = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)))
  .meta({ format: 'date-time' });

const customer = z.object({ id: z.string().describe('As your own system calls the customer.') });

const subject = {
  conversationId: z.string(),
  previousConversationId: z
    .exactOptional(z.string())
    .describe('What was said there without an answer was carried over into this one.'),
  customer,
};

function happening<Type extends string, Details extends z.core.$ZodLooseShape>(type: Type, details: Details) {
  return z.object({
    type: z.literal(type),
    timestamp: time.describe('When it was committed.'),
    data: z.object({ ...subject, ...details }),
  });
}

const attachment: ZodType<PublicAttachment> = z.object({
  url: z.string().meta({ format: 'uri' }),
  name: z.exactOptional(z.string()),
  contentType: z.exactOptional(z.string()),
});

const part = z.exactOptional(z.int().min(1));

export const messageCreated: ZodType<MessageCreated> = happening('message.created', {
  message: z.object({
    id: z.string(),
    text: z.string(),
    author: z.object({
      kind: z.enum(['customer', 'agent', 'bot', 'system']).describe('`customer` is not in webhooks.'),
      name: z.string().nullable(),
    }),
    sentAt: time,
    late: z.exactOptional(z.literal(true)).describe('Something newer was delivered before.'),
    part: part.describe('Of a message in several parts.'),
    parts: part,
    attachments: z.exactOptional(z.array(attachment)),
  }),
});

function aboutAgent<Type extends AgentEventType>(type: Type): ZodType<AgentEvent & { readonly type: Type }> {
  return happening(type, { agent: z.object({ name: z.string().nullable() }) }) as unknown as ZodType<
    AgentEvent & { readonly type: Type }
  >;
}

export const agentTyping: ZodType<AgentEvent> = aboutAgent('agent.typing');
export const agentJoined: ZodType<AgentEvent> = aboutAgent('agent.joined');
export const agentLeft: ZodType<AgentEvent> = aboutAgent('agent.left');
export const agentTransferred: ZodType<AgentEvent> = aboutAgent('agent.transferred');

export const conversationEnded: ZodType<ConversationEnded> = happening('conversation.ended', {
  reason: z.string().nullable(),
  transcript: z.object({ url: z.string().describe('Where this conversation is read, with the same key or token.') }),
});

export const messageFailed: ZodType<MessageFailed> = happening('message.failed', {
  message: z.object({ id: z.string() }),
  failure: z.object({ code: z.string(), detail: z.string().describe('In words, for people.') }),
});

export const publicEvent: ZodType<PublicEvent> = z.union([
  messageCreated,
  agentTyping,
  agentJoined,
  agentLeft,
  agentTransferred,
  conversationEnded,
  messageFailed,
]);

export const streamReset: ZodType<StreamReset> = z.object({
  type: z.literal('reset'),
  timestamp: time,
  data: z.object({ customer, after: z.int().min(0).describe('The number that was given.') }),
});
