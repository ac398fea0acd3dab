import type { TwilioCloud } from '../cloud.ts';
import type { MessagingService } from '../service.ts';

/** The number of a service that a phone has heard from before, or else the next one. */
export function chooseSender(cloud: TwilioCloud, service: MessagingService, to: string): string | null {
  const phone = `${service.sid} ${to}`;
  const sticky = cloud.stickySenders.get(phone);
  if (sticky !== undefined && service.phoneNumbers.includes(sticky)) return sticky;
  const sender = service.phoneNumbers[cloud.stickySenders.size % service.phoneNumbers.length] ?? null;
  if (sender !== null) cloud.stickySenders.set(phone, sender);
  return sender;
}
