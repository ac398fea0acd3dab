import type { Address } from '@trunkline/core';
import type { Inbound, Setting } from './inbound.ts';
import { digestOf } from './inbound-message.ts';
import { isOneToOne } from './one-to-one.ts';
import { profileOf } from './profile.ts';
import { noteTalk } from './talks.ts';
import { words } from './words.ts';

/** A conversation that is asked for in another way than by writing a message. */
export interface Beginning {
  readonly address: Address;
  /** The same wish gives the same id. */
  readonly id: string;
  readonly user: string;
  /** Where it was asked for. */
  readonly channel: string;
  /** As typed: Slack's mark-up. */
  readonly topic: string;
  readonly queue?: string | undefined;
  /** What was said before, for the agent. */
  readonly earlier?: string | null;
  /** When it was asked for, by Slack's clock in seconds; absent: now. */
  readonly askedTs?: string | undefined;
}

export function onlyQueue({ options }: Inbound): string | undefined {
  return options.queues.length === 1 ? options.queues[0]?.queue : undefined;
}

/** For `receive`: nothing where the channel's own routing decides. */
export function routingTo(queue: string | undefined): { readonly routing?: { readonly queue: string } } {
  return queue === undefined ? {} : { routing: { queue } };
}

/** Takes a wish for an agent in. Resolves once it is durable. */
export async function begin(inbound: Inbound, beginning: Beginning, setting: Setting): Promise<void> {
  const { address, id, user, channel, topic, queue, earlier = null, askedTs } = beginning;
  const { context, people, read } = inbound;
  const { team } = setting;
  const person = await people.person(team, user);
  const text = topic.trim() === '' ? words.callsAgent : await read.text({ text: topic }, setting);
  const said = isOneToOne(channel) ? text : words.marked(person.name ?? user, text);
  const profile = await profileOf(inbound, { team, person, channel });
  await noteTalk(context, team, address);
  await context.receive({
    address,
    id,
    digest: digestOf(topic),
    text: earlier === null ? said : `${earlier}\n${said}`,
    author: { id: user, ...(person.name !== null && { name: person.name }) },
    profile,
    ...(askedTs !== undefined && { sentAt: Math.round(Number(askedTs) * 1000) }),
    ...routingTo(queue ?? onlyQueue(inbound)),
  });
}
