import type { ChannelReply } from '@trunkline/core';

interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

export type MediaTrouble = 'expired' | 'forged' | 'gone' | 'tooLarge' | 'unavailable';

const PAGES: Readonly<Record<MediaTrouble, Page>> = {
  expired: {
    status: 410,
    title: 'This link has expired',
    text: 'Files that customers send by text message can be opened for 7 days. The file itself may still be found in the Twilio console.',
  },
  forged: {
    status: 403,
    title: 'This link is not valid',
    text: 'It may have been cut off when it was copied. Open it from the conversation once more.',
  },
  gone: {
    status: 404,
    title: 'This file no longer exists',
    text: 'It was deleted where it was kept.',
  },
  tooLarge: {
    status: 413,
    title: 'This file is too large',
    text: 'It cannot be shown here. It can be found in the Twilio console.',
  },
  unavailable: {
    status: 502,
    title: 'This file cannot be fetched at the moment',
    text: 'The place where it is kept does not answer. Try again in a minute.',
  },
};

/** For the browsers of agents: what is wrong with a link, in words. */
export function mediaPage(trouble: MediaTrouble): ChannelReply {
  const { status, title, text } = PAGES[trouble];
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1rem;color-scheme:light dark}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`,
  };
}
