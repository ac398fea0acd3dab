import type { Inbound, Setting } from './inbound.ts';
import { words } from './words.ts';

export interface Refused {
  readonly channel: string;
  readonly user: string;
  readonly thread: string | null;
}

/** Tells somebody who may not ask, and nobody else. That Slack does not take it changes nothing. */
export async function refuse(inbound: Inbound, refused: Refused, { team }: Setting): Promise<void> {
  const { options, workspaces, context } = inbound;
  const text = options.allows.user(refused.user) ? words.notAllowedHere : words.notAllowedYou;
  try {
    const client = await workspaces.clientOf(team);
    await client.chat.postEphemeral({
      channel: refused.channel,
      user: refused.user,
      text,
      ...(refused.thread !== null && { thread_ts: refused.thread }),
    });
  } catch {
    context.logger.debug({ event: 'slack.refusal-untold', channel: context.channel }, 'a refusal could not be told');
  }
}
