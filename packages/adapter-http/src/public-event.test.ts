import {
  conversationId,
  type DeliveryBody,
  messageId,
  type OutboundDelivery,
  type TimelineBody,
  type TimelineEntry,
} from '@trunkline/core';
import { messageDelivery, statusDelivery } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { ann } from '../test/samples.ts';
import { eventOfDelivery, eventOfEntry, eventOfTyping } from './public-event.ts';

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const sentAt = at - 1_000;
const scope = { address: ann, mount: 'https://bridge.example.com/channels/web' };
const failure = { code: '30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
const said = {
  text: 'hello',
  author: { kind: 'agent', name: 'Ada' },
  sentAt,
  late: false,
} as const;
const status = { kind: 'status', agentName: 'Ada', text: 'unused', at: sentAt, reason: null } as const;

function entry(body: TimelineBody, previous: string | null = null): TimelineEntry {
  return {
    number: 7,
    conversationId: conversationId('c_2'),
    previousConversationId: previous === null ? null : conversationId(previous),
    at,
    body,
  };
}

function outbound(body: DeliveryBody, previous: string | null = null): OutboundDelivery {
  const { delivery, ...rest } = messageDelivery(ann, '', { conversationId: conversationId('c_2'), createdAt: at });
  return {
    ...rest,
    delivery: { ...delivery, body },
    previousConversationId: previous === null ? null : conversationId(previous),
  };
}

const pairs: readonly {
  readonly name: string;
  readonly entry: TimelineBody;
  readonly delivery: DeliveryBody;
  readonly type: string;
  readonly data: object;
}[] = [
  {
    name: 'a message',
    entry: { type: 'message.created', message: { ...said, id: messageId('m_1'), attachments: [] } },
    delivery: { kind: 'message', ...said, messageId: messageId('m_1'), part: 1, parts: 1 },
    type: 'message.created',
    data: {
      message: { id: 'm_1', text: 'hello', author: { kind: 'agent', name: 'Ada' }, sentAt: '2026-01-02T03:04:04.006Z' },
    },
  },
  {
    name: 'a late message',
    entry: { type: 'message.created', message: { ...said, late: true, id: messageId('m_1'), attachments: [] } },
    delivery: { kind: 'message', ...said, late: true, messageId: messageId('m_1'), part: 1, parts: 1 },
    type: 'message.created',
    data: { message: expect.objectContaining({ late: true }) },
  },
  ...(['joined', 'left', 'transferred'] as const).map((what) => ({
    name: `an agent who has ${what}`,
    entry: { type: `agent.${what}`, agentName: 'Ada' } as const,
    delivery: { ...status, status: what },
    type: `agent.${what}`,
    data: { agent: { name: 'Ada' } },
  })),
  {
    name: 'the end',
    entry: { type: 'conversation.ended', reason: 'agent left' },
    delivery: { ...status, status: 'ended', reason: 'agent left' },
    type: 'conversation.ended',
    data: {
      reason: 'agent left',
      transcript: { url: 'https://bridge.example.com/channels/web/customers/ann/messages?conversation=c_2' },
    },
  },
  {
    name: 'a failure',
    entry: { type: 'message.failed', messageId: messageId('m_1'), failure },
    delivery: { kind: 'failure', messageId: messageId('m_1'), failure, text: null, at: sentAt },
    type: 'message.failed',
    data: { message: { id: 'm_1' }, failure: { code: '30003', detail: 'unreachable handset' } },
  },
];

describe('a webhook and the timeline say the same of', () => {
  for (const { name, entry: body, delivery, type, data } of pairs)
    it(name, () => {
      const event = {
        type,
        timestamp: '2026-01-02T03:04:05.006Z',
        data: { conversationId: 'c_2', customer: { id: 'ann' }, ...data },
      };
      expect(eventOfEntry(scope, entry(body))).toEqual(event);
      expect(eventOfDelivery(scope, outbound(delivery))).toEqual(eventOfEntry(scope, entry(body)));
      const carried = { ...event, data: { ...event.data, previousConversationId: 'c_1' } };
      expect(eventOfEntry(scope, entry(body, 'c_1'))).toEqual(carried);
      expect(eventOfDelivery(scope, outbound(delivery, 'c_1'))).toEqual(carried);
    });
});

it('numbers the parts of a message only if there are several', () => {
  const body = { kind: 'message', ...said, messageId: messageId('m_1'), part: 2, parts: 3 } as const;
  expect(eventOfDelivery(scope, outbound(body))?.data).toMatchObject({ message: { part: 2, parts: 3 } });
});

it('shows the attachments of a customer’s message', () => {
  const attachments = [{ url: 'https://example.com/a.png' }];
  const author = { kind: 'customer', name: 'Ann' } as const;
  const body = { type: 'message.created', message: { ...said, author, id: messageId('m_1'), attachments } } as const;
  expect(eventOfEntry(scope, entry(body)).data).toMatchObject({ message: { attachments, author } });
});

it('tells of waiting as a message of the system, and without words not at all', () => {
  const event = eventOfDelivery(scope, statusDelivery(ann, 'waiting', 'Please stand by.'));
  expect(event).toMatchObject({
    type: 'message.created',
    data: { message: { text: 'Please stand by.', author: { kind: 'system', name: null } } },
  });
  expect(eventOfDelivery(scope, statusDelivery(ann, 'waiting', null))).toBeNull();
});

it('tells of typing with the conversation it belongs to', () => {
  expect(eventOfTyping(scope, { at, conversationId: conversationId('c_2'), agentName: null })).toEqual({
    type: 'agent.typing',
    timestamp: '2026-01-02T03:04:05.006Z',
    data: { conversationId: 'c_2', customer: { id: 'ann' }, agent: { name: null } },
  });
});
