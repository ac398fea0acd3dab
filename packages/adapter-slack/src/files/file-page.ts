import type { ChannelReply } from '@trunkline/core';

export type FilePage = 'unknown' | 'expired' | 'gone' | 'tooLarge' | 'later' | 'method';

const PAGES: Readonly<Record<FilePage, { readonly status: number; readonly title: string; readonly text: string }>> = {
  unknown: { status: 404, title: 'No such file', text: 'This link does not lead to a file. Was it copied whole?' },
  expired: { status: 410, title: 'This link has expired', text: 'Please ask for the file to be shared once more.' },
  gone: { status: 410, title: 'This file is gone', text: 'It was deleted in Slack, or may not be read any more.' },
  tooLarge: { status: 413, title: 'This file is too large', text: 'It can only be opened in Slack itself.' },
  later: {
    status: 503,
    title: 'Not now',
    text: 'Slack cannot be asked for the file at the moment. Please try again soon.',
  },
  method: { status: 405, title: 'Not like this', text: 'A file can only be read.' },
};

/** Nothing that comes from here may run, be framed, be guessed at or be kept. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
};

/** A small page for a person who wanted a file. */
export function filePage(page: FilePage): ChannelReply {
  const { status, title, text } = PAGES[page];
  return {
    status,
    headers: {
      ...SAFE_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      ...(page === 'later' && { 'retry-after': '30' }),
      ...(page === 'method' && { allow: 'GET, HEAD' }),
    },
    body: `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
  };
}
