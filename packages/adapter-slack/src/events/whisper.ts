import { WebAPIPlatformError } from '@slack/web-api';
import { patiently } from '../missed/patient-pages.ts';
import type { Inbound, Setting } from './inbound.ts';

export interface Whisper {
  readonly channel: string;
  readonly user: string;
  readonly thread: string | null;
  readonly texts: readonly string[];
}

/** By these Slack says that the app cannot whisper there. */
const OUTSIDE: ReadonlySet<string> = new Set(['channel_not_found', 'not_in_channel', 'user_not_in_channel']);

/**
 * Says something that only one person sees: where they are if the app is there too, else directly. Slack is not kept
 * waiting for it, and that it does not take it changes nothing.
 */
export function whisper(inbound: Inbound, whispered: Whisper, { team }: Setting): void {
  const { workspaces, context, background } = inbound;
  const { channel, user, thread, texts } = whispered;
  background.run(async () => {
    const options = { clock: context.clock, signal: inbound.signal };
    try {
      const client = await workspaces.clientOf(team);
      const place = { channel, user, ...(thread !== null && { thread_ts: thread }) };
      for (const text of texts)
        await patiently(() => client.chat.postEphemeral({ ...place, text }), options).catch(async (error: unknown) => {
          if (!(error instanceof WebAPIPlatformError) || !OUTSIDE.has(error.data.error)) throw error;
          await patiently(() => client.chat.postMessage({ channel: user, text }), options);
        });
    } catch {
      context.logger.debug({ event: 'slack.whisper-lost', channel: context.channel }, 'a word to one person was lost');
    }
  });
}
