import { createGuardedDispatcher, isInternalHost } from '@trunkline/core';
import type { Twilio } from 'twilio';
import { type Dispatcher, request } from 'undici';
import type { FetchedMedia, MediaRef } from '../provider.ts';
import { ApiError } from './api-error.ts';
import { credentialsOf, type TwilioAccount } from './twilio-account.ts';

/** Twilio takes 5 MB at most; carriers less. */
const MOST_BYTES = 10_000_000;
const MOST_REDIRECTS = 3;
const API_URL = 'https://api.twilio.com';

export interface MediaReader {
  fetch(client: Twilio, file: MediaRef, signal: AbortSignal): Promise<FetchedMedia>;
  close(): Promise<void>;
}

/**
 * Reads files from where Twilio keeps them. The account's credentials go to the API alone; where it redirects to is
 * asked without them, and never if it is an internal host, unless the operator has named an internal API.
 */
export function createMediaReader(account: TwilioAccount, api: Dispatcher): MediaReader {
  const base = (account.apiUrl ?? API_URL).replace(/\/+$/, '');
  const { hostname, protocol } = new URL(base);
  const elsewhere = createGuardedDispatcher({
    trusted: isInternalHost(hostname) ? [hostname] : [],
    maxAnswerBytes: MOST_BYTES,
  });

  async function read(url: URL, signal: AbortSignal, redirects: number): Promise<FetchedMedia> {
    const own = redirects === 0;
    if (!own && url.protocol !== 'https:' && url.protocol !== protocol) return { media: 'unavailable' };
    const [user, password] = credentialsOf(account);
    const { statusCode, headers, body } = await request(url, {
      dispatcher: own ? api : elsewhere,
      signal,
      ...(own ? { headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` } } : {}),
    });
    if (statusCode >= 200 && statusCode < 300) return await collect(body, headerOf(headers['content-type']));
    await body.dump();
    const location = headerOf(headers['location']);
    if (statusCode >= 300 && statusCode < 400 && location !== null && URL.canParse(location, url.href))
      return redirects < MOST_REDIRECTS
        ? await read(new URL(location, url), signal, redirects + 1)
        : { media: 'unavailable' };
    return { media: statusCode === 404 || statusCode === 410 ? 'gone' : 'unavailable' };
  }

  return {
    async fetch(client, { sid, index }, signal) {
      try {
        const files = await client.messages(sid).media.list({ limit: index + 1 });
        const file = files[index];
        if (file === undefined) return { media: 'gone' };
        const path = `/2010-04-01/Accounts/${account.accountSid}/Messages/${sid}/Media/${file.sid}`;
        return await read(new URL(base + path), signal, 0);
      } catch (error) {
        if (error instanceof ApiError && error.answer.status === 404) return { media: 'gone' };
        if (error instanceof Error && 'code' in error && error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
          return { media: 'tooLarge' };
        return { media: 'unavailable' };
      }
    },
    close: () => elsewhere.destroy(),
  };
}

async function collect(body: AsyncIterable<Uint8Array>, contentType: string | null): Promise<FetchedMedia> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MOST_BYTES) return { media: 'tooLarge' };
    pieces.push(piece);
  }
  return { media: 'here', bytes: Buffer.concat(pieces), contentType };
}

function headerOf(value: string | readonly string[] | undefined): string | null {
  return (typeof value === 'string' ? value : value?.[0]) ?? null;
}
