import type { DeliverOutcome, OutboundDelivery } from '@trunkline/core';
import { decodeAddress, isProvisional } from './address.ts';
import { toMrkdwn } from './format/to-mrkdwn.ts';
import type { Workspaces } from './workspace/workspace.ts';

/** Posts what is said into the thread. */
export async function deliverPlainly(
  workspaces: Workspaces,
  { address, delivery }: OutboundDelivery,
): Promise<DeliverOutcome> {
  const place = decodeAddress(address);
  const { body } = delivery;
  if (place === null || isProvisional(place) || body.kind !== 'message') return { outcome: 'accepted', key: null };
  const client = await workspaces.clientOf(place.team);
  const thread = place.thread === null ? {} : { thread_ts: place.thread };
  const posted = await client.chat.postMessage({ channel: place.channel, text: toMrkdwn(body.text), ...thread });
  return { outcome: 'accepted', key: posted.ts ?? null };
}
