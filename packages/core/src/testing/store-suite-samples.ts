import assert from 'node:assert/strict';
import type { Commit, CommitResult, SeenKey, Store } from '../contracts/store.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Customer } from '../domain/customer.ts';
import type { Delivery, Direction } from '../domain/delivery.ts';
import {
  address,
  type ConversationId,
  channelName,
  conversationId,
  customerId,
  deliveryId,
  messageId,
} from '../domain/ids.ts';
import type { Message } from '../domain/message.ts';
import type { TimelineEntry } from '../domain/timeline.ts';

export const START_MS: number = Date.UTC(2026, 0, 1);

type Committed = Extract<CommitResult, { readonly outcome: 'committed' }>;
type Step = Partial<Omit<Commit, 'customer'>>;

export function customerOf(name: string, channel: string = 'web'): Customer {
  return { id: customerId(`customer-${name}`), channel: channelName(channel), address: address(`@${name}`) };
}

/** One customer and the steps it takes, each based on the one before. */
export class CustomerSteps {
  readonly customer: Customer;
  version: number = 0;
  epoch: number | null = null;
  readonly #store: Store;

  constructor(store: Store, customer: Customer) {
    this.#store = store;
    this.customer = customer;
  }

  /** Takes the next step, which has to succeed. */
  async commit(step: Step = {}): Promise<Committed> {
    const result = await this.attempt(step);
    if (result.outcome === 'fenced') assert.fail(`step ${this.version + 1} of ${this.customer.id} was fenced`);
    this.version += 1;
    this.epoch = result.epoch;
    return result;
  }

  /** Takes a step whatever becomes of it. */
  async attempt(step: Step = {}): Promise<CommitResult> {
    return this.#store.commit(this.step(step));
  }

  step(step: Step = {}): Commit {
    const { customer, version, epoch } = this;
    return { customer, epoch, version, state: null, active: true, at: START_MS, ...step };
  }

  conversation(name: string, fields: Partial<Conversation> = {}): Conversation {
    return {
      id: this.conversationId(name),
      customerId: this.customer.id,
      channel: this.customer.channel,
      state: 'open',
      transport: 'guest-chat',
      remoteId: null,
      previousId: null,
      openedAt: START_MS,
      endedAt: null,
      endReason: null,
      ...fields,
    };
  }

  message(name: string, fields: Partial<Message> = {}): Message {
    return {
      id: messageId(`${this.customer.id}/message-${name}`),
      customerId: this.customer.id,
      conversationId: this.conversationId('one'),
      author: { kind: 'customer', name: null },
      text: `text of ${name}`,
      attachments: [],
      sentAt: START_MS,
      late: false,
      ...fields,
    };
  }

  /** A delivery of a system text; the seq says its place. */
  delivery(direction: Direction, seq: number, fields: Partial<Delivery> = {}): Delivery {
    return {
      id: deliveryId(`${this.customer.id}/${direction}-${seq}`),
      customerId: this.customer.id,
      conversationId: this.conversationId('one'),
      direction,
      seq,
      body: { kind: 'status', status: 'waiting', agentName: null, text: 'One moment.', at: START_MS, reason: null },
      state: 'pending',
      attempts: 0,
      landsUntil: null,
      createdAt: START_MS + seq,
      settledAt: null,
      awaitsReceipt: false,
      remoteKey: null,
      repeated: false,
      retryOf: null,
      reason: null,
      timelineNumber: null,
      ...fields,
    };
  }

  /** A delivery of a message, whole unless said otherwise. */
  messageDelivery(direction: Direction, seq: number, message: Message, fields: Partial<Delivery> = {}): Delivery {
    const { id, author, text, sentAt, late, conversationId: conversation } = message;
    return this.delivery(direction, seq, {
      conversationId: conversation,
      body: { kind: 'message', messageId: id, author, text, sentAt, late, part: 1, parts: 1 },
      ...fields,
    });
  }

  /** Numbers, conversation and body of an entry; by default about an agent who joined. */
  entry(number: number, fields: Partial<TimelineEntry> = {}): TimelineEntry {
    return {
      number,
      conversationId: this.conversationId('one'),
      previousConversationId: null,
      at: START_MS + number,
      body: { type: 'agent.joined', agentName: 'Grace' },
      ...fields,
    };
  }

  messageEntry(number: number, message: Message): TimelineEntry {
    const { id, text, author, sentAt, late, attachments } = message;
    const body = { type: 'message.created', message: { id, text, author, sentAt, late, attachments } } as const;
    return this.entry(number, { conversationId: message.conversationId, body });
  }

  seen(key: string, fields: Partial<SeenKey> = {}): SeenKey {
    return { scope: 'received', key, fingerprint: null, messageId: null, conversationId: null, ...fields };
  }

  conversationId(name: string): ConversationId {
    return conversationId(`${this.customer.id}/conversation-${name}`);
  }
}

/** A customer that has taken its first step. */
export async function knownCustomer(store: Store, name: string, step: Step = {}): Promise<CustomerSteps> {
  const steps = new CustomerSteps(store, customerOf(name));
  await steps.commit(step);
  return steps;
}

/** The same customer as a store that was opened later has loaded it. */
export async function taken(store: Store, customer: Customer): Promise<CustomerSteps> {
  const record = await store.load(customer);
  assert.ok(record, `${customer.id} is gone`);
  const steps = new CustomerSteps(store, customer);
  steps.version = record.version;
  steps.epoch = record.epoch;
  return steps;
}

export function idsOf<Id>(items: readonly { readonly id: Id }[]): readonly Id[] {
  return items.map(({ id }) => id);
}
