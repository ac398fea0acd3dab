import type { InboundMessage } from '@trunkline/core';
import { type Destination, destinationOf, type Spot } from './destination.ts';
import { threadSoFar } from './earlier.ts';
import type { Inbound, Setting } from './inbound.ts';
import { inboundMessage } from './inbound-message.ts';
import { isInternal } from './internal.ts';
import { refusalIn, refuse } from './refuse.ts';
import { noteTalk } from './talks.ts';

/** Takes in what somebody has said, if it belongs to a conversation or begins one. */
export async function takeIn(inbound: Inbound, spot: Spot, setting: Setting): Promise<void> {
  const message = await asInbound(inbound, spot, setting);
  if (message === null) return;
  await noteTalk(inbound.context, setting.team, message.address);
  await inbound.context.receive(message);
}

/** Null: it is nothing for an agent. */
async function asInbound(inbound: Inbound, spot: Spot, setting: Setting): Promise<InboundMessage | null> {
  const { context, options } = inbound;
  if (isInternal(spot.message.text ?? '', options.internalPrefix)) {
    context.count('internal_line');
    return null;
  }
  const destination = await destinationOf(inbound, spot, setting);
  if (destination === null) return null;
  if (!(await isAllowed(inbound, { spot, destination }, setting))) return null;
  const { kind, thread } = destination;
  const asked = { channel: spot.channel, thread: thread ?? '', before: spot.message.ts };
  const earlier = kind === 'start' && thread !== null ? (await threadSoFar(inbound, asked, setting)).text : null;
  return await inboundMessage(inbound, { ...spot, address: destination.address, earlier }, setting);
}

interface Wanted {
  readonly spot: Spot;
  readonly destination: Destination;
}

/** Lists decide who may begin; in a conversation that goes on everybody in the thread may speak. */
async function isAllowed(inbound: Inbound, { spot, destination }: Wanted, setting: Setting): Promise<boolean> {
  const user = spot.message.user ?? '';
  if (refusalIn(inbound, { channel: spot.channel, user }, setting) === null) return true;
  if ((await inbound.context.conversation(destination.address)) !== null) return true;
  refuse(inbound, { channel: spot.channel, user, thread: destination.thread }, setting);
  return false;
}
