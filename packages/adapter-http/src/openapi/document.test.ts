import { Validator } from '@seriousme/openapi-schema-validator';
import {
  address,
  conversationId,
  type DeliveryBody,
  messageId,
  type OutboundDelivery,
  type TimelineBody,
} from '@trunkline/core';
import { failureDelivery, messageDelivery, statusDelivery } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import type { PublicEvent } from '../event-types.ts';
import { eventOfDelivery, eventOfEntry, eventOfTyping, resetOf } from '../public-event.ts';
import { components, webhookEvents } from './components.ts';
import { openApiDocument } from './document.ts';

const URL = 'https://bridge.example.com/channels/web';
const scope = { address: address('ann'), mount: URL };

it('is valid OpenAPI 3.1', async () => {
  const document = JSON.parse(JSON.stringify(openApiDocument(URL)));
  const validator = new Validator();
  expect(await validator.validate(document)).toMatchObject({ valid: true });
  expect(validator.version).toBe('3.1');
});

it('refers to nothing that is not there', () => {
  const document = openApiDocument(URL);
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
  expect(refs.length).toBeGreaterThan(30);
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(refs.filter((ref) => !known.includes(ref))).toEqual([]);
  const schemes = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ security = [] }) => security.flatMap(Object.keys)),
  );
  expect(new Set(schemes)).toEqual(new Set(Object.keys(document.components.securitySchemes)));
});

it('says where the channel is, and of each body what the code checks', () => {
  const { servers, components: described } = openApiDocument(URL);
  expect(servers).toEqual([{ url: URL }]);
  expect(described.schemas['Message']).toMatchObject({
    type: 'object',
    required: ['customer', 'text'],
    additionalProperties: false,
    properties: {
      text: { maxLength: 100_000 },
      id: { minLength: 1, maxLength: 200 },
      customer: {
        properties: {
          id: { minLength: 1, maxLength: 200, description: expect.stringContaining('`..`') },
          name: { maxLength: 200, description: expect.stringContaining('agents') },
          attributes: { type: 'object', maxProperties: 50 },
        },
      },
      attachments: {
        maxItems: 10,
        items: { required: ['url'], properties: { url: { format: 'uri', maxLength: 2_000 } } },
      },
    },
  });
  expect(described.schemas['TokenRequest']).toMatchObject({ properties: { ttlS: { minimum: 1, maximum: 86_400 } } });
  expect(JSON.stringify(described.schemas)).not.toMatch(/"\$(schema|id)"/);
});

const at = Date.UTC(2026, 0, 2);
const failure = { code: '30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
const said = (kind: 'customer' | 'agent' | 'bot' | 'system', late: boolean): TimelineBody => ({
  type: 'message.created',
  message: {
    ...{ id: messageId('m_1'), text: 'hello', author: { kind, name: null }, sentAt: at, late },
    attachments: late ? [] : [{ url: 'https://a.example/1', name: 'one', contentType: 'image/png' }],
  },
});
const onTimeline: readonly TimelineBody[] = [
  ...(['customer', 'agent', 'bot', 'system'] as const).flatMap((kind) => [said(kind, true), said(kind, false)]),
  { type: 'agent.joined', agentName: 'Ada' },
  { type: 'agent.left', agentName: null },
  { type: 'agent.transferred', agentName: 'Ada' },
  { type: 'conversation.ended', reason: 'agent left' },
  { type: 'message.failed', messageId: messageId('m_1'), failure },
];
const inParts = (outbound: OutboundDelivery): OutboundDelivery => {
  const body = { ...outbound.delivery.body, part: 2, parts: 3 } as DeliveryBody;
  return { ...outbound, delivery: { ...outbound.delivery, body } };
};
const delivered: readonly OutboundDelivery[] = [
  messageDelivery(scope.address, 'hello'),
  inParts(messageDelivery(scope.address, 'hello')),
  ...(['waiting', 'joined', 'left', 'transferred', 'ended'] as const).map((status) =>
    statusDelivery(scope.address, status, 'Please stand by.'),
  ),
  failureDelivery(scope.address),
];
const events: readonly (PublicEvent | null)[] = [
  ...onTimeline.flatMap((body) =>
    [null, conversationId('c_1')].map((previousConversationId) =>
      eventOfEntry(scope, { number: 1, conversationId: conversationId('c_2'), previousConversationId, at, body }),
    ),
  ),
  ...delivered.map((outbound) => eventOfDelivery(scope, outbound)),
  eventOfTyping(scope, { at, conversationId: conversationId('c_1'), agentName: 'Ada' }),
];

describe('the events that are described', () => {
  it('are those that are sent, field by field', () => {
    for (const event of events) {
      const { schema } = webhookEvents[event?.type ?? ''] ?? {};
      // Parsing drops what is not described.
      expect(components[schema ?? 'Problem'].parse(event)).toEqual(event);
      expect(components.Event.parse(event)).toEqual(event);
    }
    const reset = resetOf(scope, { at, after: 7 });
    expect(components.StreamReset.parse(reset)).toEqual(reset);
  });

  it('are all that there are', () => {
    const sent = new Set(events.map((event) => event?.type));
    expect([...sent].sort()).toEqual(Object.keys(webhookEvents).sort());
    expect(Object.keys(openApiDocument(URL).webhooks)).toEqual(Object.keys(webhookEvents));
  });
});
