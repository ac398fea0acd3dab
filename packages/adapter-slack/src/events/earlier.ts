import type { Destination, Spot } from './destination.ts';
import type { Inbound, Setting } from './inbound.ts';
import { type SlackMessage, asMessage } from './slack-message.ts';
import { within } from '../people/within.ts';
import { words } from './words.ts';
import { isInternal } from './internal.ts';

/** Slack waits three seconds for an answer; what was said before is worth so many of them. */
const PATIENCE_MS = 1_200;

export interface Beginning {
  readonly spot: Spot;
  readonly destination: Pick<Destination, 'thread'>;
}

/** What was said in a thread before an agent was called into it, with names, the latest of it; null: nothing. */
export async function earlierIn(
  inbound: Inbound,
  { spot, destination }: Beginning,
  setting: Setting,
): Promise<string | null> {
  const { thread } = destination;
  const { options, context } = inbound;
  if (thread === null || options.contextMessages === 0) return null;
  const read = readThread(inbound, { channel: spot.channel, thread }, setting);
  const messages = await within(read, { ms: PATIENCE_MS, clock: context.clock, otherwise: [] });
  return await contextText(
    inbound,
    messages.filter(({ ts }) => Number(ts) < Number(spot.message.ts)),
    { ...setting, channel: spot.channel },
  );
}

/** The lines of a conversation that an agent is called into; null if there are none. */
export async function contextText(
  inbound: Inbound,
  messages: readonly SlackMessage[],
  { channel, ...setting }: Setting & { readonly channel: string },
): Promise<string | null> {
  const { options, people, read } = inbound;
  const shown = messages
    .filter(({ text = '' }) => text !== '' && !isInternal(text, options.internalPrefix))
    .slice(-options.contextMessages);
  if (shown.length === 0) return null;
  const lines = await Promise.all(
    shown.map(async (message) => {
      const { user } = message;
      const name = user === undefined ? 'an app' : ((await people.person(setting.team, user)).name ?? user);
      return words.marked(name, await read.text(message, setting));
    }),
  );
  const name = await people.channel(setting.team, channel);
  return words.earlier(name === null ? 'the thread' : `#${name}`, lines);
}

/** Never rejects: an app that is not in the channel may not read there. */
async function readThread(
  { workspaces, options, context }: Inbound,
  { channel, thread }: { readonly channel: string; readonly thread: string },
  { team }: Setting,
): Promise<readonly SlackMessage[]> {
  try {
    const client = await workspaces.clientOf(team);
    // Replies come oldest first; a long thread is read to its end, within reason.
    const all: SlackMessage[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const answer = await client.conversations.replies({ channel, ts: thread, limit: 200, ...(cursor && { cursor }) });
      all.push(...(answer.messages ?? []).flatMap((one) => asMessage(one) ?? []));
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) break;
    }
    return all.slice(-(options.contextMessages + 1));
  } catch {
    context.logger.debug({ event: 'slack.context-unread', channel: context.channel }, 'a thread could not be read');
    return [];
  }
}
