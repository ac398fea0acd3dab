import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import { newSid } from '../sid.ts';
import { callHttp } from '../webhook/http-call.ts';

/** Of all files together (§1.9). */
const mostBytes = 5 * 1024 * 1024;
const mostRedirects = 5;

/** Fetches what a message's media addresses lead to. Returns the code that the message fails with, if it does. */
export async function fetchMedia(cloud: TwilioCloud, message: Message): Promise<number | undefined> {
  if (!cloud.knobs.fetchMedia) return undefined;
  let left = mostBytes;
  for (const url of message.mediaUrls) {
    const file = await fetchFile(cloud, url, left);
    // What is not there any more has no troubles.
    if (!cloud.has(message)) return undefined;
    if (typeof file === 'number') {
      cloud.noteTrouble(file, { resourceSid: message.sid, url });
      return file;
    }
    left -= file.bytes.length;
    message.media.push({ sid: newSid('ME'), createdAt: cloud.now(), ...file });
  }
  return undefined;
}

async function fetchFile(
  cloud: TwilioCloud,
  address: string,
  maxBytes: number,
): Promise<number | { readonly contentType: string; readonly bytes: Buffer }> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const outcome = await callHttp(
      {
        method: 'GET',
        url,
        headers: { 'User-Agent': 'TwilioProxy/1.1', Accept: '*/*' },
        body: '',
        connectMs: 5_000,
        readMs: 15_000,
        totalMs: 15_000,
        maxBytes,
        signal: cloud.signal,
      },
      cloud.timers,
    );
    if (outcome.kind === 'tooLarge') return 30019;
    if (outcome.kind !== 'answer') return outcome.kind === 'connectFailed' ? 11205 : 11200;
    const { location } = outcome.headers;
    if (outcome.status >= 300 && outcome.status < 400 && location !== undefined && URL.canParse(location, url)) {
      url = new URL(location, url).href;
      continue;
    }
    if (outcome.status < 200 || outcome.status > 299) return 11200;
    return { contentType: outcome.headers['content-type'] ?? 'application/octet-stream', bytes: outcome.body };
  }
  return 11200;
}
