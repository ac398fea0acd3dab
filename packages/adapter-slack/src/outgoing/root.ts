import type { ProvisionalPlace } from '../address.ts';
import { createTextFit } from '../format/text-fit.ts';
import { toMrkdwn } from '../format/to-mrkdwn.ts';
import { filled } from '../texts.ts';
import { statusView } from '../views/status-view.ts';
import { isUnreachablePlace, NotWrittenError } from './failures.ts';
import { markOf } from './metadata.ts';
import { readMarked } from './read-marked.ts';
import { since } from './since.ts';
import type { SlackState } from './state.ts';
import { untilAborted } from './until-aborted.ts';
import type { Write } from './write.ts';

/** The message that a thread hangs from; it is the status message of the conversation as well. */
export interface Root {
  readonly channel: string;
  readonly ts: string;
  readonly state: SlackState;
  /** Of the delivery that last wrote it; null if that is this one, just now. */
  readonly delivery: string | null;
}

/** An earlier delivery of the conversation may have made the thread. */
const EARLIER_MS = 3_600_000;
/** Of what was asked: a section of Slack's holds 3,000 characters, and all of it is kept with the conversation. */
const MOST_LINES = 10;
const topicFit = createTextFit(1_000);

/** Begins a thread where the command was given, or with the person where the app is not. */
export async function openRoot(write: Write, place: ProvisionalPlace): Promise<Root> {
  const direct = place.channel.startsWith('D');
  try {
    return await post(write, { place, channel: place.channel, isElsewhere: false });
  } catch (error) {
    if (!isUnreachablePlace(error)) throw error;
    write.parts.logger.info(
      { event: 'slack.asked-elsewhere', team: place.team, direct },
      'a conversation begins in a direct message',
    );
  }
  return await post(write, { place, channel: await directMessage(write, place), isElsewhere: true });
}

/** The root that an earlier attempt has posted; null: there is none. Throws if that cannot be told. */
export async function findRoot(write: Write, place: ProvisionalPlace): Promise<Root | null> {
  const inPlace = await rootIn(write, { place, channel: place.channel, isElsewhere: false }).catch((error: unknown) => {
    if (isUnreachablePlace(error)) return null;
    throw error;
  });
  if (inPlace !== null) return inPlace;
  return await rootIn(write, { place, channel: await directMessage(write, place), isElsewhere: true });
}

interface Begin {
  readonly place: ProvisionalPlace;
  readonly channel: string;
  readonly isElsewhere: boolean;
}

async function post(write: Write, begin: Begin): Promise<Root> {
  const { client, outbound, parts, signal } = write;
  const { delivery } = outbound;
  const lead = await leadOf(write, begin).catch((error: unknown) => {
    throw new NotWrittenError(error);
  });
  const view = statusView({ conversation: delivery.conversationId, ...firstStatus(write), lead }, parts.texts);
  const metadata = markOf(delivery, { bridge: parts.bridgeId, kind: 'root' });
  const call = () =>
    client.chat.postMessage({ channel: begin.channel, ...view, link_names: false, unfurl_links: false, metadata });
  const answer = await untilAborted(call, signal);
  const ts = answer.ts ?? '';
  return { channel: answer.channel ?? begin.channel, ts, state: { status: { ts, lead } }, delivery: null };
}

/** A status is shown by the root itself; whoever writes first without one has joined, if they are an agent. */
function firstStatus({ outbound }: Write) {
  const { body } = outbound.delivery;
  if (body.kind === 'status') return { status: body.status, agentName: body.agentName };
  const isAgent = body.kind === 'message' && body.author.kind === 'agent';
  return isAgent
    ? ({ status: 'joined', agentName: body.author.name } as const)
    : ({ status: 'waiting', agentName: null } as const);
}

async function leadOf({ parts }: Write, { place, isElsewhere }: Begin): Promise<string> {
  const { texts } = parts;
  const values = {
    user: `<@${place.user}>`,
    place: /^[CG]/.test(place.channel) ? `<#${place.channel}>` : texts.anotherPlace,
  };
  const line = filled(isElsewhere ? texts.askedElsewhere : texts.asked, values);
  const said = ((await parts.topicOf(place)) ?? '').trim().split(/\s*\n\s*/);
  const [topic = '', ...rest] = topicFit.fit(said.slice(0, MOST_LINES).join('\n'));
  if (topic === '') return line;
  const quoted = toMrkdwn(topic.trim()).replace(/^/gm, '&gt; ');
  return `${line}\n${quoted}${rest.length > 0 || said.length > MOST_LINES ? ' …' : ''}`;
}

async function directMessage({ client, signal }: Write, { user }: ProvisionalPlace): Promise<string> {
  try {
    const { channel } = await untilAborted(() => client.conversations.open({ users: user }), signal);
    if (channel?.id !== undefined) return channel.id;
  } catch (error) {
    throw new NotWrittenError(error);
  }
  throw new NotWrittenError(new Error('Slack named no channel'));
}

async function rootIn(write: Write, begin: Begin): Promise<Root | null> {
  const { client, outbound, parts, signal } = write;
  const { conversationId, createdAt } = outbound.delivery;
  const range = { channel: begin.channel, thread: null, oldest: since(createdAt, EARLIER_MS) };
  const posts = await readMarked(client, range, signal);
  const found = posts.find(
    ({ mark }) => mark.kind === 'root' && mark.conversation === conversationId && mark.bridge === parts.bridgeId,
  );
  if (found === undefined) return null;
  const lead = await leadOf(write, begin);
  return {
    channel: begin.channel,
    ts: found.ts,
    state: { status: { ts: found.ts, lead } },
    delivery: found.mark.delivery ?? null,
  };
}
