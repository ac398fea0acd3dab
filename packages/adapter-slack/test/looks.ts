import type { Address, InboundMessage } from '@trunkline/core';
import { messageDelivery, statusDelivery } from '@trunkline/core/testing';
import { TAKING_UP_MS } from '../src/missed/spans.ts';
import type { Rig } from './slack-rig.ts';

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;

export interface LookOptions {
  /** Default: an hour ago. */
  readonly since?: number;
  readonly open?: readonly Address[];
  readonly signal?: AbortSignal;
}

/** What a look finds, taken in as core does: the next is asked for when the one before is durable. */
export async function look(
  { adapter, context, clock }: Rig,
  options: LookOptions = {},
): Promise<readonly InboundMessage[]> {
  const { since = clock.now() - HOUR, open = [], signal = new AbortController().signal } = options;
  await clock.advance(TAKING_UP_MS);
  const found: InboundMessage[] = [];
  for await (const one of adapter.findReceived?.({ since, open }, signal) ?? []) {
    if (!('text' in one)) continue;
    const { duplicate } = await context.receive(one);
    if (!duplicate) found.push(one);
  }
  return found;
}

/** Slack loses everything that it would hand over, for good. */
export function loseEvents({ slack }: Rig): void {
  slack.control.addFault({ operation: 'delivery', effect: 'drop', times: null });
}

/** A conversation is over, and the channel is told. */
export async function end({ adapter, context }: Rig, address: Address): Promise<void> {
  await context.receiveEnd(address);
  await adapter.deliver(statusDelivery(address, 'ended', null), new AbortController().signal);
}

export async function answer({ adapter }: Rig, address: Address, text: string): Promise<string> {
  const outcome = await adapter.deliver(messageDelivery(address, text), new AbortController().signal);
  if (outcome.outcome !== 'accepted' || outcome.key === null) throw new Error('not delivered');
  return outcome.key;
}

export const textsOf = (found: readonly InboundMessage[]): readonly string[] => found.map(({ text }) => text);
