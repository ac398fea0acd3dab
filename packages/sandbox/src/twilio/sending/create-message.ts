import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import { newSid } from '../sid.ts';
import { chooseSender } from './choose-sender.ts';
import type { CreateRequest } from './create-request.ts';

/** Takes a message: it has its initial status, and waits for its life to begin. */
export function createMessage(
  cloud: TwilioCloud,
  request: CreateRequest,
  how: Pick<Message, 'direction' | 'listed'> = { direction: 'outbound-api', listed: true },
): Message {
  const { service, from, sendAt } = request;
  const now = cloud.now();
  const message: Message = {
    sid: newSid(request.mediaUrls.length > 0 ? 'MM' : 'SM'),
    ...how,
    from: from ?? senderAtOnce(cloud, request),
    to: request.to,
    body: request.body,
    numSegments: request.numSegments,
    mediaUrls: request.mediaUrls,
    media: [],
    messagingServiceSid: service?.sid ?? null,
    status: initialStatus(request),
    errorCode: null,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    statusCallback: request.statusCallback,
    validityPeriodS: request.validityPeriodS,
    sendAt,
    arrivedAt: null,
  };
  cloud.messages.add(message);
  cloud.trace.emit({
    kind: 'status',
    messageSid: message.sid,
    phone: message.to,
    ...(from !== null && { number: from }),
    type: message.status,
    text: message.body,
  });
  return message;
}

/** Whether the answer names the sender that a service chooses is in doubt. */
function senderAtOnce(cloud: TwilioCloud, { service, to }: CreateRequest): string | null {
  return cloud.knobs.serviceFromNull || service === undefined ? null : chooseSender(cloud, service, to);
}

/** §1.5: `accepted` with a service, `scheduled` when it is to wait. */
function initialStatus({ sendAt, service }: CreateRequest): Message['status'] {
  if (sendAt !== undefined) return 'scheduled';
  return service === undefined ? 'queued' : 'accepted';
}
