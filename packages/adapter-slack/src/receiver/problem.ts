import type { ChannelReply } from '@trunkline/core';

export function problem(status: number, title: string): ChannelReply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ title, status }),
  };
}
