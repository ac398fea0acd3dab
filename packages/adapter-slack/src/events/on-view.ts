import { z } from 'zod';
import { encodeAddress } from '../address.ts';
import { readTopicModal, TOPIC_BLOCK } from '../views/topic-modal.ts';
import { begin } from './begin.ts';
import type { Inbound, Setting } from './inbound.ts';
import { originIn, queueChoices } from './modal.ts';
import { nonceOf } from './on-command.ts';
import { beginAboutMessage } from './on-shortcut.ts';
import { refusalIn } from './refuse.ts';
import { understand } from './understand.ts';

export type ViewAnswer = { readonly response_action: 'errors'; readonly errors: Record<string, string> };

const answer = z.object({
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  selected_option: z
    .object({ value: z.string() })
    .nullish()
    .transform((option) => option ?? null),
});

const submission = z.object({
  user: z.object({ id: z.string() }),
  view: z.object({
    id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), answer)) }).optional(),
  }),
});

/** Begins what was asked for in the modal. Resolves once it is durable; with errors if something is missing in it. */
export async function onView(inbound: Inbound, body: unknown, setting: Setting): Promise<ViewAnswer | undefined> {
  const { user, view } = understand(submission, body);
  const origin = originIn(view.private_metadata);
  if (origin === null) return undefined;
  const read = readTopicModal(
    { ...(view.state !== undefined && { state: view.state }) },
    { queues: queueChoices(inbound.options), texts: inbound.texts.modal },
  );
  if ('errors' in read) return { response_action: 'errors', errors: { ...read.errors } };
  const channel = origin.kind === 'anywhere' ? user.id : origin.channel;
  const asked = origin.kind === 'anywhere' ? 'D' : channel;
  const refusal = refusalIn(inbound, { channel: asked, user: user.id }, setting);
  if (refusal !== null) return { response_action: 'errors', errors: { [TOPIC_BLOCK]: refusal } };
  // A view is sent once; Slack repeats its id with a request that it repeats.
  const nonce = nonceOf(view.id);
  const queue = read.queue ?? undefined;
  if (origin.kind === 'message') {
    const about = { channel, thread: origin.thread, message: null };
    await beginAboutMessage(inbound, { about, user: user.id, nonce, topic: read.topic, queue }, setting);
    return undefined;
  }
  const address = encodeAddress({ team: setting.team, channel, user: user.id, nonce });
  await begin(inbound, { address, id: `v.${nonce}`, user: user.id, channel, topic: read.topic, queue }, setting);
  return undefined;
}
