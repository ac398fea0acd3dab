import type { WebClient } from '@slack/web-api';
import { type PostMark, readMark } from './metadata.ts';
import { untilAborted } from './until-aborted.ts';

export interface MarkedPost {
  readonly ts: string;
  readonly mark: Partial<PostMark>;
}

export interface MarkedRange {
  readonly channel: string;
  /** Null: what is in the channel itself. */
  readonly thread: string | null;
  /** Slack's time in seconds; only what is not older. */
  readonly oldest: string;
  readonly latest?: string;
}

/** More pages than this say nothing of what is not on them. */
const MOST_PAGES = 20;
const PAGE = 200;

/** What a bridge has posted in a place. Throws if not all of it could be read. */
export async function readMarked(
  client: WebClient,
  { channel, thread, ...bounds }: MarkedRange,
  signal: AbortSignal,
): Promise<readonly MarkedPost[]> {
  const found: MarkedPost[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const args = {
      channel,
      ...bounds,
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor && { cursor }),
    };
    const read = () =>
      thread === null ? client.conversations.history(args) : client.conversations.replies({ ...args, ts: thread });
    const { messages, response_metadata: more } = await untilAborted<MarkedPage>(read, signal);
    for (const message of messages ?? []) {
      const mark = readMark(message);
      if (mark !== null && message.ts !== undefined) found.push({ ts: message.ts, mark });
    }
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === '') return found;
  }
  throw new RangeError('there are too many messages to look through');
}

interface MarkedPage {
  readonly messages?: readonly { readonly ts?: string }[];
  readonly response_metadata?: { readonly next_cursor?: string };
}
