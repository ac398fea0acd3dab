import { createHash } from 'node:crypto';
import type { Address, InboundMessage } from '@trunkline/core';
import { onlyQueue, routingTo } from './begin.ts';
import type { Spot } from './destination.ts';
import type { Inbound, Setting } from './inbound.ts';
import { isOneToOne } from './one-to-one.ts';
import { profileOf } from './profile.ts';
import { words } from './words.ts';

export interface Said extends Spot {
  readonly address: Address;
  /** What was said before, for the agent; null: nothing, or nobody needs it. */
  readonly earlier: string | null;
}

/** A message by somebody in Slack, as core takes it. The same message gives the same id, by whichever way it came. */
export async function inboundMessage(inbound: Inbound, said: Said, setting: Setting): Promise<InboundMessage> {
  const { message, address, earlier, channel } = said;
  const { team } = setting;
  const [person, plain, open] = await Promise.all([
    inbound.people.person(team, message.user ?? ''),
    inbound.read.text(message, setting),
    inbound.context.conversation(address),
  ]);
  const attachments = inbound.read.attachments(message.files ?? [], team);
  const unlinked = attachments.length > 0 ? [] : namesOf(message.files ?? []).map(words.sharedFile);
  const whole = [...(plain.trim() === '' ? [] : [plain]), ...unlinked].join('\n');
  const text = whole === '' && attachments.length === 0 ? words.callsAgent : whole;
  const own = isOneToOne(channel) ? text : words.marked(person.name ?? person.id, text);
  const isFirst = open === null;
  return {
    address,
    id: messageKey(message.ts),
    digest: digestOf(message.text ?? ''),
    text: earlier === null ? own : `${earlier}\n${own}`,
    author: { id: person.id, ...(person.name !== null && { name: person.name }) },
    ...(isFirst && { profile: await profileOf(inbound, { team, person, channel }) }),
    ...(isFirst && routingTo(onlyQueue(inbound))),
    ...(attachments.length > 0 && { attachments }),
    sentAt: Math.round(Number(message.ts) * 1000),
  };
}

/** Without a public URL an agent is told at least what was shared. */
function namesOf(files: readonly unknown[]): readonly (string | null)[] {
  return files.map((file) => {
    const { name, title } = (file ?? {}) as { readonly name?: unknown; readonly title?: unknown };
    return [name, title].find((one): one is string => typeof one === 'string' && one !== '') ?? null;
  });
}

/** Within an address, which holds team and channel, a message is its `ts`. */
export function messageKey(ts: string): string {
  return `m.${ts}`;
}

/** Names may be told differently the second time; what was typed is the same. */
export function digestOf(typed: string): string {
  return createHash('sha256').update(typed).digest('base64url');
}
