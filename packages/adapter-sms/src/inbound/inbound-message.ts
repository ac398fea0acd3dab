import type { CustomerProfile, InboundMessage, Routing } from '@trunkline/core';
import { addressOf } from '../address.ts';
import type { MediaLinks } from '../media/media-links.ts';
import { mediaName } from '../media/media-name.ts';
import { maskNumber } from '../numbers/mask-number.ts';
import { isFullNumber } from '../numbers/phone-number.ts';
import type { InboundSms } from '../provider/provider.ts';
import type { Choice } from '../routing/choose-routing.ts';
import type { RoutingOptions } from '../routing/route-options.ts';

export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Null: there is no public URL, and so no link. */
  readonly links: MediaLinks | null;
  readonly choice: Choice;
  /** Whether a conversation is open already. */
  readonly open: boolean;
  readonly optedOut: boolean;
}

/** What the core is told of a text message. */
export function inboundMessage(sms: InboundSms, around: Surroundings): InboundMessage {
  const { sid, from, to, at } = sms;
  const routing = routingOf(around);
  const attachments = linksTo(sms, around);
  return {
    address: addressOf({ ours: to, theirs: from }),
    id: sid,
    // Links to files differ from one reading to the next; the message does not.
    digest: sid,
    text: textOf(sms, around),
    profile: profileOf(sms, around.optedOut),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(routing === null ? {} : { routing }),
    ...(at === null ? {} : { sentAt: at }),
  };
}

/**
 * A new conversation is told where it goes, also if that is where the channel's config says: a keyword of the one before
 * may still be in force. Within one only words decide.
 */
function routingOf({ choice, open }: Surroundings): Partial<Routing> | null {
  if (open && !choice.byText) return null;
  return withoutUndefined(choice.routing ?? {});
}

function linksTo({ sid, media }: InboundSms, { links, now }: Surroundings): NonNullable<InboundMessage['attachments']> {
  if (links === null) return [];
  return media.map(({ contentType }, index) => ({
    url: links.make({ sid, index }, now),
    name: mediaName(contentType),
    ...(contentType === null ? {} : { contentType }),
  }));
}

function textOf({ text, media }: InboundSms, { links }: Surroundings): string {
  // Contact centres take no message without a text.
  if (media.length === 0 && text.trim() === '') return '[empty message]';
  if (links !== null) return text;
  const missing = media.map(({ contentType }) => `[${mediaName(contentType)}, not available]`);
  return [text, ...missing].filter((line) => line !== '').join('\n');
}

function profileOf({ from, place }: InboundSms, optedOut: boolean): CustomerProfile {
  const attributes = { ...place, ...(optedOut ? { consent: 'opted out (STOP)' } : {}) };
  return {
    name: maskNumber(from),
    ...(isFullNumber(from) ? { phone: from } : {}),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  };
}

function withoutUndefined(routing: RoutingOptions): Partial<Routing> {
  return Object.fromEntries(Object.entries(routing).filter(([, value]) => value !== undefined));
}
