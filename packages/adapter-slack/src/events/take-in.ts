import type { InboundMessage } from '@trunkline/core';
import { type Destination, destinationOf, type Spot } from './destination.ts';
import { threadSoFar } from './earlier.ts';
import type { Inbound, Setting } from './inbound.ts';
import { inboundMessage } from './inbound-message.ts';
import { isInternal } from './internal.ts';
import { refusalIn, refuse } from './refuse.ts';
import { noteTalk } from './talks.ts';

/** What was said, and where it belongs. */
export interface Placed {
  readonly spot: Spot;
  readonly destination: Destination;
}

/** Takes in what somebody has said, if it belongs to a conversation or begins one. */
export async function takeIn(inbound: Inbound, spot: Spot, setting: Setting): Promise<void> {
  const { context, options } = inbound;
  if (isInternal(spot.message.text ?? '', options.internalPrefix)) return context.count('internal_line');
  const destination = await destinationOf(inbound, spot, setting);
  if (destination === null) return;
  const placed = { spot, destination };
  if (!(await maySpeak(inbound, placed, setting))) {
    const { channel, message } = spot;
    return refuse(inbound, { channel, user: message.user ?? '', thread: destination.thread }, setting);
  }
  await noteTalk(context, setting.team, destination.address);
  await context.receive(await messageFor(inbound, placed, setting));
}

/** As core takes it, with what was said before in a thread that an agent is called into. */
export async function messageFor(inbound: Inbound, placed: Placed, setting: Setting): Promise<InboundMessage> {
  const { spot, destination } = placed;
  const { kind, thread, address } = destination;
  const asked = { channel: spot.channel, thread: thread ?? '', before: spot.message.ts };
  const earlier = kind === 'start' && thread !== null ? (await threadSoFar(inbound, asked, setting)).text : null;
  return await inboundMessage(inbound, { ...spot, address, earlier }, setting);
}

/** Lists decide who may begin; in a conversation that goes on everybody in the thread may speak. */
export async function maySpeak(inbound: Inbound, { spot, destination }: Placed, setting: Setting): Promise<boolean> {
  const asking = { channel: spot.channel, user: spot.message.user ?? '' };
  if (refusalIn(inbound, asking, setting) === null) return true;
  return (await inbound.context.conversation(destination.address)) !== null;
}
