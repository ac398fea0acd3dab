import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import { createMessage } from '../sending/create-message.ts';
import { live } from '../sending/send-life.ts';
import { segmentsOf } from '../text/segments.ts';
import type { OptOutType } from './keywords.ts';
import { optOutReply, optOutTypeOf } from './keywords.ts';

/**
 * Minds the words of a text that came in (§1.10): blocks, unblocks, answers. Returns what the webhook is told of it,
 * which is something with Advanced Opt-Out only; without it the receiver must know the words itself.
 */
export function minding(cloud: TwilioCloud, message: Message): OptOutType | undefined {
  const { knobs } = cloud;
  const { to: number, from: phone } = message;
  if (knobs.optOut === 'off' || phone === null) return undefined;
  const service = cloud.serviceOf(number);
  const type = optOutTypeOf(message.body, { number, service }, knobs);
  if (type === undefined) return undefined;
  const sender = cloud.optOutSender(number);
  const wasBlocked = cloud.optOuts.has(sender, phone);
  if (type === 'STOP') cloud.optOuts.add(sender, phone, cloud.now());
  if (type === 'START') cloud.optOuts.remove(sender, phone);
  const isNews =
    type === 'HELP' || wasBlocked === (type === 'START') || (type === 'START' && knobs.startAlwaysAnswered);
  if (isNews) {
    if (type !== 'HELP') cloud.trace.emit({ kind: 'opt-out', type, phone, number });
    if (knobs.optOutReplies) answer(cloud, message, optOutReply(type, service));
  }
  return service?.advancedOptOut === undefined ? undefined : type;
}

/** Twilio's own words go through, whoever is blocked. */
function answer(cloud: TwilioCloud, { to, from, messagingServiceSid }: Message, body: string): void {
  const service = cloud.services.find(({ sid }) => sid === messagingServiceSid);
  const reply = createMessage(
    cloud,
    {
      to: from ?? '',
      from: to,
      service,
      body,
      mediaUrls: [],
      numSegments: segmentsOf(body).count,
      statusCallback: undefined,
      validityPeriodS: 36_000,
      sendAt: undefined,
    },
    { direction: 'outbound-reply', listed: cloud.knobs.optOutRepliesListed },
  );
  void cloud.activity.during(() => live(cloud, reply));
}
