import type { Address, ChannelReply, ChannelRequest, TimelineBody } from '@trunkline/core';
import { address, messageId } from '@trunkline/core';
import { channelRequest, type SampleRequest } from '@trunkline/core/testing';

export const API_KEY = 'test-key-0123456789abcdef';
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const ann: Address = address('ann');

/** An authentic JSON request. */
export function post(url: string, body: unknown, changes: Partial<SampleRequest> = {}): ChannelRequest {
  return channelRequest({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    ...changes,
  });
}

export function get(url: string, headers: Record<string, string> = {}, signal?: AbortSignal): ChannelRequest {
  return channelRequest({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${API_KEY}`, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What an agent said, as it stands on a timeline. */
export function said(text: string): TimelineBody {
  return {
    type: 'message.created',
    message: {
      id: messageId(`m_${text}`),
      text,
      author: { kind: 'agent', name: 'Ada' },
      sentAt: Date.UTC(2026, 0, 1),
      late: false,
      attachments: [],
    },
  };
}

/** Takes all of a reply that ends, as a host does. */
export async function bodyOf({ body = '' }: ChannelReply): Promise<string> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body).toString();
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
