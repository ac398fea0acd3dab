import { createHash } from 'node:crypto';
import { encodeAddress } from '../address.ts';
import { begin } from './begin.ts';
import type { Inbound, Setting } from './inbound.ts';
import { openModal } from './modal.ts';
import { refusalIn } from './refuse.ts';

/** As Slack posts a slash command. */
export interface Command {
  readonly text: string;
  readonly trigger_id: string;
  readonly user_id: string;
  readonly channel_id: string;
}

export interface CommandAnswer {
  readonly response_type: 'ephemeral';
  readonly text: string;
}

/**
 * Begins a conversation, or asks what it is about. Resolves with what the person is told, once what is to be kept is
 * durable; undefined: a modal says it.
 */
export async function onCommand(
  inbound: Inbound,
  command: Command,
  setting: Setting,
): Promise<CommandAnswer | undefined> {
  const { user_id: user, channel_id: channel, text: topic, trigger_id: trigger } = command;
  const { options, texts, context } = inbound;
  const refusal = refusalIn(inbound, { user, channel }, setting);
  if (refusal !== null) {
    context.count('not_allowed');
    return { response_type: 'ephemeral', text: refusal };
  }
  if (topic.trim() === '' || options.queues.length > 1) {
    await openModal(inbound, { trigger, topic, origin: { kind: 'channel', channel } }, setting);
    return undefined;
  }
  const nonce = nonceOf(trigger);
  const address = encodeAddress({ team: setting.team, channel, user, nonce });
  await begin(inbound, { address, id: `c.${nonce}`, user, channel, topic }, setting);
  return { response_type: 'ephemeral', text: texts.connecting };
}

/** A trigger is used once; Slack repeats it with a request that it repeats. */
export function nonceOf(trigger: string): string {
  return createHash('sha256').update(trigger).digest('hex').slice(0, 20);
}
