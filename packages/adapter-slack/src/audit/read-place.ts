import type { WebClient } from '@slack/web-api';
import type { ThreadPlace } from '../address.ts';
import { asMessage, type SlackMessage } from '../events/slack-message.ts';
import { type PostMark, readMark } from '../outgoing/metadata.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';

/** A message as it stands in Slack, and whose it is if a bridge posted it. */
export interface Seen extends SlackMessage {
  readonly mark: Partial<PostMark> | null;
}

export interface Bounds {
  /** Slack's time in seconds. */
  readonly oldest: string;
  readonly latest?: string;
}

interface Page {
  readonly messages?: readonly unknown[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

const PAGE = 200;

/** All that stands in a thread or, without one, in the channel itself; gravestones are nothing. */
export async function readPlace(
  client: WebClient,
  { channel, thread, ...bounds }: Omit<ThreadPlace, 'team'> & Bounds,
  signal: AbortSignal,
): Promise<readonly Seen[]> {
  const found: Seen[] = [];
  let cursor: string | undefined;
  do {
    const args = {
      channel,
      ...bounds,
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    };
    const read = () =>
      thread === null ? client.conversations.history(args) : client.conversations.replies({ ...args, ts: thread });
    const page: Page = await untilAborted<Page>(read, signal);
    for (const one of page.messages ?? []) {
      const message = asMessage(one);
      if (message !== null && message.subtype !== 'tombstone') found.push({ ...message, mark: readMark(one) });
    }
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return found;
}

/** Whether one message is still there, wherever the time begins that is looked through. */
export async function isThere(
  client: WebClient,
  { channel, thread, ts }: Omit<ThreadPlace, 'team'> & { readonly ts: string },
  signal: AbortSignal,
): Promise<boolean> {
  const within = thread === ts ? null : thread;
  const messages = await readPlace(client, { channel, thread: within, oldest: ts, latest: ts }, signal);
  return messages.some((message) => message.ts === ts);
}
