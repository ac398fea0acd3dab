import type { WebClient } from '@slack/web-api';
import { asMessage, type SlackMessage } from '../events/slack-message.ts';
import { type PagesOptions, pagesOf } from './patient-pages.ts';
import { millisecondsOf, timeOf } from './slack-time.ts';

export interface ThreadToRead {
  readonly channel: string;
  readonly thread: string;
  /** Epoch milliseconds. */
  readonly from: number;
}

/** What was said in a thread since a time, its root included; oldest first. */
export async function repliesSince(
  client: WebClient,
  { channel, thread, from }: ThreadToRead,
  options: PagesOptions,
): Promise<readonly SlackMessage[]> {
  const range = { channel, ts: thread, oldest: timeOf(from), inclusive: true, limit: 200 };
  const ask = (cursor: string | undefined) =>
    client.conversations.replies({ ...range, ...(cursor !== undefined && { cursor }) });
  // Slack puts the root on every page.
  const found = new Map<string, SlackMessage>();
  for await (const page of pagesOf(ask, options))
    for (const message of (page.messages ?? []).flatMap((one) => asMessage(one) ?? [])) found.set(message.ts, message);
  return [...found.values()].filter(({ ts }) => millisecondsOf(ts) >= from).sort((a, b) => Number(a.ts) - Number(b.ts));
}
