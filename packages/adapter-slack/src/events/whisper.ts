import type { Inbound, Setting } from './inbound.ts';

export interface Whisper {
  readonly channel: string;
  readonly user: string;
  readonly thread: string | null;
  readonly text: string;
}

/** Says something that only one person sees, where the app can; else directly. That Slack does not take it changes nothing. */
export async function whisper(
  inbound: Inbound,
  { channel, user, thread, text }: Whisper,
  { team }: Setting,
): Promise<void> {
  const { workspaces, context } = inbound;
  try {
    const client = await workspaces.clientOf(team);
    await client.chat
      .postEphemeral({ channel, user, text, ...(thread !== null && { thread_ts: thread }) })
      .catch(() => client.chat.postMessage({ channel: user, text }));
  } catch {
    context.logger.debug({ event: 'slack.whisper-lost', channel: context.channel }, 'a word to one person was lost');
  }
}
