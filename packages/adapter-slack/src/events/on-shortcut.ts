import { z } from 'zod';
import { encodeAddress } from '../address.ts';
import { begin } from './begin.ts';
import { threadSoFar } from './earlier.ts';
import type { Inbound, Setting } from './inbound.ts';
import { openModal } from './modal.ts';
import { nonceOf } from './on-command.ts';
import { refusalIn } from './refuse.ts';
import { asMessage, type SlackMessage } from './slack-message.ts';
import { understand } from './understand.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

/** In the manifest, of both the message's menu and everybody's. */
export const SHORTCUT = 'ask_agent';

const messageShortcut = z.object({
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.unknown(),
  action_ts: z
    .string()
    .regex(/^\d{1,12}\.\d{1,9}$/)
    .optional()
    .catch(undefined),
});

/** “Talk to an agent” in the menu of a message: its thread becomes the conversation, or begins one. */
export async function onMessageShortcut(inbound: Inbound, payload: unknown, setting: Setting): Promise<void> {
  const { trigger_id: trigger, user, channel, message: raw, action_ts: askedTs } = understand(messageShortcut, payload);
  const message = asMessage(raw);
  if (message === null) return;
  const refusal = refusalIn(inbound, { channel: channel.id, user: user.id }, setting);
  if (refusal !== null) {
    inbound.context.count('not_allowed');
    whisper(inbound, { channel: channel.id, user: user.id, thread: null, texts: [refusal] }, setting);
    return;
  }
  const thread = message.thread_ts ?? message.ts;
  if (inbound.options.queues.length > 1) {
    const origin = { kind: 'message', channel: channel.id, thread, ts: message.ts } as const;
    await openModal(inbound, { trigger, topic: '', origin }, setting);
    return;
  }
  const nonce = nonceOf(trigger);
  const about = { channel: channel.id, thread, message };
  await beginAboutMessage(inbound, { about, user: user.id, nonce, topic: '', queue: undefined, askedTs }, setting);
  const text = inbound.texts.connecting;
  whisper(inbound, { channel: channel.id, user: user.id, thread, texts: [text] }, setting);
}

/** From everybody's menu: what it is about is asked for first. */
export async function onGlobalShortcut(inbound: Inbound, trigger: string, setting: Setting): Promise<void> {
  await openModal(inbound, { trigger, topic: '', origin: { kind: 'anywhere' } }, setting);
}

export interface AboutMessage {
  readonly about: {
    readonly channel: string;
    readonly thread: string;
    /** The one that was pointed at, where Slack has handed it over. */
    readonly message: SlackMessage | null;
  };
  readonly user: string;
  readonly nonce: string;
  readonly topic: string;
  readonly queue: string | undefined;
  /** As in `Beginning`. */
  readonly askedTs?: string | undefined;
}

/** Begins a conversation about a message, in its thread if the app can write there, else with the person. */
export async function beginAboutMessage(inbound: Inbound, wish: AboutMessage, setting: Setting): Promise<void> {
  const { about, user, nonce, queue, askedTs } = wish;
  const { team } = setting;
  const { channel, thread, message } = about;
  const soFar = await threadSoFar(inbound, { channel, thread, known: message }, setting);
  const address = soFar.isReadable
    ? inbound.channels.addressOf({ team, channel, thread })
    : encodeAddress({ team, channel: user, user, nonce });
  const topic = wish.topic === '' ? words.asksAboutMessage : wish.topic;
  const id = `s.${nonce}`;
  const earlier = soFar.text;
  await begin(inbound, { address, id, user, channel, topic, queue, earlier, askedTs }, setting);
}
