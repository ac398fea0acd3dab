import type { ChannelReply } from '@trunkline/core';
import type { Services } from './endpoint.ts';

const CACHE = 'public, max-age=60';

/** `GET /openapi.json`. */
export function getOpenApi({ pages }: Pick<Services, 'pages'>): ChannelReply {
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': CACHE }, body: pages.openApi };
}

/** `GET /docs`: a page that needs nothing but itself. */
export function getDocs({ pages }: Pick<Services, 'pages'>): ChannelReply {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': CACHE,
      'content-security-policy': pages.htmlPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
    body: pages.html,
  };
}
