import type { ChannelRequest, OutboundDelivery } from '../contracts/channel-adapter.ts';
import type { Delivery, DeliveryBody, Status } from '../domain/delivery.ts';
import { type Address, conversationId, customerId, deliveryId, messageId } from '../domain/ids.ts';

export interface SampleRequest {
  readonly method: string;
  /** Path below the channel's mount point, with the query. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** A request as a host would hand it over. */
export function channelRequest({ method, url, headers, body, signal }: SampleRequest): ChannelRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  return {
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    body: async () => bytes,
    signal: signal ?? new AbortController().signal,
  };
}

const SAID_AT = Date.UTC(2026, 0, 1);

/** An agent's message on its way to a customer. */
export function messageDelivery(address: Address, text: string, changes: Partial<Delivery> = {}): OutboundDelivery {
  const author = { kind: 'agent', name: 'Ada' } as const;
  const id = messageId('m_out');
  return outbound(
    address,
    { kind: 'message', messageId: id, author, text, sentAt: SAID_AT, late: false, part: 1, parts: 1 },
    changes,
  );
}

/** A status on its way to a customer, with its rendered text. */
export function statusDelivery(address: Address, status: Status, text: string | null): OutboundDelivery {
  return outbound(address, { kind: 'status', status, agentName: 'Ada', text, at: SAID_AT, reason: null });
}

/** News for a customer that one of their messages did not get through. */
export function failureDelivery(address: Address): OutboundDelivery {
  return outbound(address, {
    kind: 'failure',
    text: null,
    messageId: messageId('m_in'),
    failure: { code: 'expired', scope: 'message', retryable: false, human: 'it could not be delivered in time' },
    at: SAID_AT,
  });
}

function outbound(address: Address, body: DeliveryBody, changes: Partial<Delivery> = {}): OutboundDelivery {
  return { delivery: delivery(body, changes), address, previousConversationId: null, adapterState: null };
}

function delivery(body: DeliveryBody, changes: Partial<Delivery>): Delivery {
  return {
    id: deliveryId('m_out_1'),
    customerId: customerId('cu_1'),
    conversationId: conversationId('c_1'),
    direction: 'toCustomer',
    seq: 1,
    body,
    state: 'sending',
    attempts: 1,
    landsUntil: SAID_AT + 60_000,
    createdAt: SAID_AT,
    settledAt: null,
    awaitsReceipt: false,
    remoteKey: null,
    repeated: false,
    retryOf: null,
    reason: null,
    timelineNumber: 1,
    ...changes,
  };
}
