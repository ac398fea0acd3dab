import {
  address,
  type ConversationDetails,
  channelName,
  conversationId,
  customerId,
  type DeliveryDetails,
  deliveryId,
  messageId,
} from '@trunkline/core';

const OPENED_AT = Date.UTC(2026, 0, 1, 12);

export function storedConversation(parts: Partial<ConversationDetails> = {}): ConversationDetails {
  return {
    id: conversationId('conv-1'),
    customerId: customerId('cust-1'),
    channel: channelName('web'),
    address: address('ann'),
    state: 'open',
    transport: 'guest-chat',
    remoteId: 'remote-1',
    previousId: null,
    openedAt: OPENED_AT,
    endedAt: null,
    endReason: null,
    ...parts,
  };
}

export function storedDelivery(parts: Partial<DeliveryDetails> = {}): DeliveryDetails {
  return {
    id: deliveryId('del-1'),
    customerId: customerId('cust-1'),
    conversationId: conversationId('conv-1'),
    channel: channelName('web'),
    address: address('ann'),
    direction: 'toCustomer',
    seq: 1,
    body: {
      kind: 'message',
      messageId: messageId('msg-1'),
      author: { kind: 'agent', name: 'Bob' },
      text: 'hello',
      sentAt: OPENED_AT,
      late: false,
      part: 1,
      parts: 1,
    },
    state: 'failed',
    attempts: 2,
    landsUntil: null,
    createdAt: OPENED_AT,
    settledAt: OPENED_AT,
    remoteKey: null,
    repeated: false,
    awaitsReceipt: false,
    retryOf: null,
    reason: 'webhook answered 410',
    timelineNumber: 1,
    ...parts,
  };
}
