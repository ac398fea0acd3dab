import { within } from '../people/within.ts';
import type { Inbound, Setting } from './inbound.ts';
import { isInternal } from './internal.ts';
import { asMessage, type SlackMessage } from './slack-message.ts';
import { words } from './words.ts';

/** Slack waits three seconds for an answer; what was said before is worth so many of them. */
const PATIENCE_MS = 1_200;
const PAGE = 200;
/** A thread is read to its end, within reason. */
const MOST_PAGES = 5;
/** By these Slack says that the app may not read there. */
const OUTSIDE: ReadonlySet<unknown> = new Set(['channel_not_found', 'not_in_channel', 'missing_scope']);

export interface ThreadToRead {
  readonly channel: string;
  readonly thread: string;
  /** One that Slack has handed over, shown if nothing can be read. */
  readonly known?: SlackMessage | null;
  /** Only what was said before this. */
  readonly before?: string;
}

export interface ThreadSoFar {
  /** False: the app is not in the channel. */
  readonly isReadable: boolean;
  /** For the agent, with names, the latest of it; null: nothing. */
  readonly text: string | null;
}

/** What was said in a thread before an agent was called into it. */
export async function threadSoFar(inbound: Inbound, asked: ThreadToRead, setting: Setting): Promise<ThreadSoFar> {
  const { clock } = inbound.context;
  const otherwise = { isReadable: true, messages: [] };
  const { isReadable, messages } = await within(readThread(inbound, asked, setting), {
    ms: PATIENCE_MS,
    clock,
    otherwise,
  });
  const known = asked.known ?? null;
  const said = messages.length === 0 && known !== null ? [known] : messages;
  const before = said.filter(({ ts }) => asked.before === undefined || Number(ts) < Number(asked.before));
  return { isReadable, text: await contextText(inbound, before, { ...setting, channel: asked.channel }) };
}

async function contextText(
  inbound: Inbound,
  messages: readonly SlackMessage[],
  { channel, ...setting }: Setting & { readonly channel: string },
): Promise<string | null> {
  const { options, people, read } = inbound;
  const shown = messages.filter(({ text = '' }) => text !== '' && !isInternal(text, options.internalPrefix));
  const latest = options.contextMessages === 0 ? [] : shown.slice(-options.contextMessages);
  if (latest.length === 0) return null;
  const lines = await Promise.all(
    latest.map(async (message) => {
      const { user } = message;
      const name = user === undefined ? words.someApp : ((await people.person(setting.team, user)).name ?? user);
      return words.marked(name, await read.text(message, setting));
    }),
  );
  const name = await people.channel(setting.team, channel);
  return words.earlier(name === null ? 'the thread' : `#${name}`, lines);
}

interface ThreadRead {
  readonly isReadable: boolean;
  readonly messages: readonly SlackMessage[];
}

/** Never rejects: a conversation begins without what was said before rather than not at all. */
async function readThread(
  { workspaces, context }: Inbound,
  { channel, thread }: ThreadToRead,
  { team }: Setting,
): Promise<ThreadRead> {
  try {
    const client = await workspaces.clientOf(team);
    const messages: SlackMessage[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const range = { channel, ts: thread, limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const answer = await client.conversations.replies(range);
      messages.push(...(answer.messages ?? []).flatMap((one) => asMessage(one) ?? []));
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    return { isReadable: true, messages };
  } catch (error) {
    context.logger.debug({ event: 'slack.context-unread', channel: context.channel }, 'a thread could not be read');
    const { data } = error as { readonly data?: { readonly error?: unknown } };
    return { isReadable: !OUTSIDE.has(data?.error), messages: [] };
  }
}
