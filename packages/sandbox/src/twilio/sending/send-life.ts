import type { TwilioCloud } from '../cloud.ts';
import type { Message, MessageStatus } from '../message.ts';
import { chooseSender } from './choose-sender.ts';
import { fetchMedia } from './fetch-media.ts';
import { StatusCallbacks } from './status-callbacks.ts';

/** The longest that a message waits for its sender (§1.6, 21611): 10 hours. */
export const longestQueueMs: number = 36_000_000;

/**
 * What becomes of a message after it was taken, step by step, until its status is final and everybody has been told.
 * Its initial status is told by nobody (§1.5). To be counted as activity by the caller.
 */
export async function live(cloud: TwilioCloud, message: Message): Promise<void> {
  const callbacks = new StatusCallbacks(cloud, message);
  const become = (status: MessageStatus, { last = false, code = null as number | null, quietly = false } = {}) => {
    message.status = status;
    message.errorCode = code;
    message.updatedAt = cloud.now();
    cloud.trace.emit({
      kind: 'status',
      messageSid: message.sid,
      phone: message.to,
      type: status,
      ...(code !== null && { code }),
    });
    if (!quietly) callbacks.tell(last);
  };
  const end = (status: MessageStatus, code: number | null = null) => become(status, { last: true, code });
  await walk(cloud, message, { become, end });
  await callbacks.settled();
}

interface Steps {
  readonly become: (
    status: MessageStatus,
    how?: { readonly last?: boolean; readonly code?: number | null; readonly quietly?: boolean },
  ) => void;
  readonly end: (status: MessageStatus, code?: number | null) => void;
}

async function walk(cloud: TwilioCloud, message: Message, { become, end }: Steps): Promise<void> {
  const { knobs } = cloud;
  const pause = (ms: number) => cloud.activity.pause(cloud.timers, ms);
  /** Deleted, cancelled or from before a reset: nothing more is heard of it. */
  const gone = () => !cloud.has(message) || message.status === 'canceled';
  if (message.sendAt !== undefined) {
    await pause(message.sendAt - cloud.now());
    if (gone()) return;
  }
  if (message.status !== 'queued') {
    const service = cloud.services.find(({ sid }) => sid === message.messagingServiceSid);
    if (service !== undefined) message.from ??= chooseSender(cloud, service, message.to);
    become('queued');
  }
  const waitMs = takeTurn(cloud, message);
  if (waitMs > longestQueueMs) return end('failed', 30001);
  if (waitMs > message.validityPeriodS * 1_000) {
    await pause(message.validityPeriodS * 1_000);
    return gone() ? undefined : end('failed', 30036);
  }
  await pause(waitMs + knobs.queueMs);
  if (gone()) return;
  become('sending', { quietly: !knobs.sendingCallback });
  const mediaTrouble = await fetchMedia(cloud, message);
  await pause(knobs.sendMs);
  if (gone()) return;
  if (mediaTrouble !== undefined) return end('failed', mediaTrouble);
  const fault = cloud.faults.takeDelivery(message.to);
  if (fault) cloud.trace.emit({ kind: 'fault', type: `delivery ${fault.effect}`, phone: message.to });
  const code = fault?.code ?? 30008;
  if (fault?.effect === 'failed') return end('failed', code);
  message.sentAt = cloud.now();
  const tellsMore = knobs.deliveryReceipts && fault?.effect !== 'sent';
  become('sent', { last: !tellsMore });
  await pause(knobs.deliverMs);
  if (!cloud.has(message)) return;
  if (fault?.effect === 'undelivered') return end('undelivered', code);
  message.arrivedAt = cloud.now();
  cloud.trace.emit({
    kind: 'arrived',
    messageSid: message.sid,
    phone: message.to,
    ...(message.from !== null && { number: message.from }),
    text: message.body,
  });
  if (tellsMore) end('delivered');
}

/** How long a message waits for those before it (§1.11); it is in the queue from now on. */
function takeTurn(cloud: TwilioCloud, message: Message): number {
  const { segmentsPerSecond } = cloud.knobs;
  if (segmentsPerSecond === 0 || message.from === null) return 0;
  const startsAt = Math.max(cloud.now(), cloud.busyUntil.get(message.from) ?? 0);
  const waitMs = startsAt - cloud.now();
  if (waitMs > Math.min(longestQueueMs, message.validityPeriodS * 1_000)) return waitMs;
  cloud.busyUntil.set(message.from, startsAt + (message.numSegments / segmentsPerSecond) * 1_000);
  return waitMs;
}
