import type { Address, ConversationId } from '@trunkline/core';
import { z } from 'zod';
import { END_ACTION, REOPEN_ACTION, TRANSCRIPT_ACTION } from '../views/buttons.ts';
import { isKnown, notKnownYet } from './destination.ts';
import type { Inbound, Setting } from './inbound.ts';
import { isOneToOne } from './one-to-one.ts';
import { refusalIn, refuse } from './refuse.ts';
import { noteTalk } from './talks.ts';
import { tellTranscript } from './tell-transcript.ts';
import { understand } from './understand.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

export const BUTTONS: RegExp = new RegExp(`^(${[END_ACTION, REOPEN_ACTION, TRANSCRIPT_ACTION].join('|')})$`);

const ts = z.string().regex(/^\d{1,12}\.\d{6}$/);
const click = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ ts, thread_ts: ts.optional() }),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string(), value: z.string().optional() })).min(1),
});

interface Clicked {
  readonly address: Address;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
  /** Of the conversation that the button belongs to. */
  readonly value: string | undefined;
  readonly key: string;
}

/** A button of a status message. Resolves once what it asks for is durable. */
export async function onButton(inbound: Inbound, body: unknown, setting: Setting): Promise<void> {
  const { user, channel, message, actions } = understand(click, body);
  const [action] = actions;
  if (action === undefined) return;
  const address = await addressOf(inbound, { channel: channel.id, ...message }, setting);
  const thread = message.thread_ts ?? (isOneToOne(channel.id) ? null : message.ts);
  const key = `b.${action.action_ts}.${user.id}`;
  const clicked = { address, channel: channel.id, thread, user: user.id, value: action.value, key };
  if (action.action_id === END_ACTION) await end(inbound, clicked, setting);
  else if (action.action_id === REOPEN_ACTION) await reopen(inbound, clicked, setting);
  else await tellTranscript(inbound, clicked, setting);
}

async function end(inbound: Inbound, clicked: Clicked, setting: Setting): Promise<void> {
  const { context, people } = inbound;
  const { address, user, key } = clicked;
  // The button of a conversation that is over must not end the one that came after it.
  if ((await context.conversation(address)) === (clicked.value as ConversationId | undefined)) {
    const { name } = await people.person(setting.team, user);
    const ended = await context.receiveEnd(address, {
      id: key,
      notice: words.endedBy(name ?? user),
      reason: 'ended by customer in Slack',
    });
    if (ended) return;
  }
  whisper(inbound, { ...clicked, texts: [words.endedBefore] }, setting);
}

async function reopen(inbound: Inbound, clicked: Clicked, setting: Setting): Promise<void> {
  const { context, people } = inbound;
  const { address, user, key, channel } = clicked;
  if ((await context.conversation(address)) !== null) {
    whisper(inbound, { ...clicked, texts: [words.openAlready] }, setting);
    return;
  }
  if (refusalIn(inbound, { user, channel }, setting) !== null) {
    refuse(inbound, clicked, setting);
    return;
  }
  const { name } = await people.person(setting.team, user);
  await noteTalk(context, setting.team, address);
  await context.receive({
    address,
    id: key,
    digest: key,
    text: isOneToOne(channel) ? words.reopens : words.marked(name ?? user, words.reopens),
    author: { id: user, ...(name !== null && { name }) },
  });
}

interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
}

/** The thread of the post, the thread that hangs from it, or the direct message that it stands in. */
async function addressOf(
  inbound: Inbound,
  { channel, ts: own, thread_ts: thread }: Post,
  { team }: Setting,
): Promise<Address> {
  const direct = isOneToOne(channel) ? [null] : [];
  for (const candidate of [thread ?? own, ...direct]) {
    const address = inbound.channels.addressOf({ team, channel, thread: candidate });
    if (await isKnown(inbound, address)) return address;
  }
  throw notKnownYet();
}
