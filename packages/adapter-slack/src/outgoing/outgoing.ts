import type { WebClient } from '@slack/web-api';
import type { DeliverOutcome, FindSentAbility, FindSentOutcome, OutboundDelivery, RateAbility } from '@trunkline/core';
import { decodeAddress, isProvisional } from '../address.ts';
import { Customizing } from './customizing.ts';
import { deliverInThread } from './deliver-in-thread.ts';
import { deliverProvisional } from './deliver-provisional.ts';
import { NotWrittenError, notAnAddress, notInstalled, outcomeOf } from './failures.ts';
import { findPost } from './find-sent.ts';
import { rateOf } from './rate.ts';
import { untilAborted } from './until-aborted.ts';
import type { OutgoingParts } from './write.ts';

export type { OutgoingParts } from './write.ts';

/** What the adapter passes on to: the three things of the contract that write to Slack. */
export interface Outgoing extends FindSentAbility, RateAbility {
  deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome>;
}

export function createOutgoing(parts: OutgoingParts): Outgoing {
  const customizing = new Customizing(parts.clock);

  async function deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    const place = decodeAddress(outbound.address);
    if (place === null) return { outcome: 'rejected', failure: notAnAddress };
    const client = await clientOf(place.team, signal);
    if ('outcome' in client) return client;
    const write = { parts, customizing, client: client.client, outbound, signal };
    return isProvisional(place) ? await deliverProvisional(write, place) : await deliverInThread({ ...write, place });
  }

  async function findSent(outbound: OutboundDelivery, signal: AbortSignal): Promise<FindSentOutcome> {
    const place = decodeAddress(outbound.address);
    if (place === null) return { found: 'notSent' };
    try {
      const client = await untilAborted(() => parts.clientOf(place.team), signal);
      if (client === null) return { found: 'cannotTell' };
      return await findPost({ parts, customizing, client, outbound, signal }, place);
    } catch (error) {
      parts.logger.info(
        { event: 'slack.not-asked', team: place.team, code: outcomeOf(error).failure.code },
        'Slack could not be asked for a post',
      );
      return { found: 'cannotTell' };
    }
  }

  async function clientOf(team: string, signal: AbortSignal): Promise<DeliverOutcome | { readonly client: WebClient }> {
    try {
      const client = await untilAborted(() => parts.clientOf(team), signal);
      return client === null ? { outcome: 'rejected', failure: notInstalled } : { client };
    } catch (error) {
      return outcomeOf(new NotWrittenError(error));
    }
  }

  return { deliver, findSent, rate: rateOf };
}
