import { createHash } from 'node:crypto';
import { begin } from './begin.ts';
import type { Inbound, Setting } from './inbound.ts';
import { meetingPlace } from './meeting-place.ts';
import { words } from './words.ts';

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

/** Begins a conversation. Resolves with what the person is told, once it is durable. */
export async function onCommand(inbound: Inbound, command: Command, setting: Setting): Promise<CommandAnswer> {
  const { user_id: user, channel_id: channel, text: topic, trigger_id: trigger } = command;
  const { allows, command: name } = inbound.options;
  if (!allows.user(user) || !allows.channel(channel)) {
    inbound.context.count('not_allowed');
    return answer(allows.user(user) ? words.notAllowedHere : words.notAllowedYou);
  }
  if (topic.trim() === '') return answer(words.askTopic(name));
  const nonce = nonceOf(trigger);
  const { address, isElsewhere } = await meetingPlace(inbound, { team: setting.team, channel, user, nonce });
  await begin(inbound, { address, id: `c.${nonce}`, user, channel, topic }, setting);
  return answer(isElsewhere ? words.connectingByDirectMessage : words.connecting);
}

function answer(text: string): CommandAnswer {
  return { response_type: 'ephemeral', text };
}

/** A trigger is used once; Slack repeats it with a request that it repeats. */
export function nonceOf(trigger: string): string {
  return createHash('sha256').update(trigger).digest('hex').slice(0, 20);
}
