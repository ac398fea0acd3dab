import { type Dispatcher, request } from 'undici';
import type { SlackFile } from './file-links.ts';
import type { SlackHosts } from './slack-hosts.ts';

export interface FetchFile {
  readonly hosts: SlackHosts;
  /** Goes to Slack's hosts and nowhere else. */
  readonly token: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher | undefined;
}

export type Download =
  | {
      readonly bytes: AsyncIterable<Uint8Array>;
      /** Null: Slack does not say. */
      readonly length: number | null;
      discard(): void;
    }
  | { readonly problem: 'gone' | 'tooLarge' | 'later' };

const MOST_REDIRECTS = 3;

/** The bytes of a file. Throws if Slack cannot be reached. */
export async function download(file: SlackFile, how: FetchFile): Promise<Download> {
  const from = file.url_private_download ?? file.url_private;
  if (from === undefined || !URL.canParse(from)) return { problem: 'gone' };
  let address = new URL(from);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (!how.hosts.includes(address)) return { problem: 'gone' };
    const answer = await ask(address, how);
    const { location } = answer.headers;
    if (!isRedirect(answer.statusCode) || typeof location !== 'string') return judged(answer, { file, how });
    await answer.body.dump({ limit: 1_024 });
    if (!URL.canParse(location, address.href)) return { problem: 'gone' };
    address = new URL(location, address);
  }
  return { problem: 'gone' };
}

function ask(address: URL, { token, signal, dispatcher }: FetchFile): Promise<Dispatcher.ResponseData> {
  const headers = { authorization: `Bearer ${token}` };
  return request(address, { headers, signal, ...(dispatcher !== undefined && { dispatcher }) });
}

async function judged(
  answer: Dispatcher.ResponseData,
  { file, how }: { readonly file: SlackFile; readonly how: FetchFile },
): Promise<Download> {
  const problem = problemOf(answer, { file, maxBytes: how.maxBytes });
  if (problem !== null) {
    answer.body.on('error', () => {}).destroy();
    return { problem };
  }
  return {
    bytes: capped(answer.body, how.maxBytes),
    length: lengthOf(answer),
    discard: () => void answer.body.on('error', () => {}).destroy(),
  };
}

function problemOf(
  answer: Dispatcher.ResponseData,
  { file, maxBytes }: { readonly file: SlackFile; readonly maxBytes: number },
): 'gone' | 'tooLarge' | 'later' | null {
  const { statusCode } = answer;
  if (statusCode === 429 || statusCode >= 500) return 'later';
  if (statusCode !== 200 || isLoginPage(answer, file)) return 'gone';
  return (lengthOf(answer) ?? 0) > maxBytes ? 'tooLarge' : null;
}

/** Who may not see a file gets a page to log in, with 200. A file that is a page itself comes with its own length. */
function isLoginPage(answer: Dispatcher.ResponseData, file: SlackFile): boolean {
  if (!String(answer.headers['content-type'] ?? '').startsWith('text/html')) return false;
  return file.mimetype !== 'text/html' || file.size === undefined || lengthOf(answer) !== file.size;
}

function lengthOf({ headers }: Dispatcher.ResponseData): number | null {
  const length = headers['content-length'];
  return typeof length === 'string' && /^\d+$/.test(length) && headers['content-encoding'] === undefined
    ? Number(length)
    : null;
}

/** What was said to be small and is not breaks off. */
async function* capped(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxBytes) throw new RangeError('the file is larger than it said');
    yield chunk;
  }
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
