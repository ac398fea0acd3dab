import type { ChannelReply } from '@trunkline/core';

/** Taken, and nothing to say: what is answered to a text message comes from an agent. */
export const emptyReply: ChannelReply = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

export const refusal: ChannelReply = {
  status: 403,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    detail: 'The signature does not fit. It is made over the public URL of this channel, with its auth token.',
  }),
};

export function methodReply(allow: string): ChannelReply {
  return { status: 405, headers: { allow } };
}
