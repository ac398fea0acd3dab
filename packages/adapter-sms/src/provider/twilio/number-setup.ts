import type { Twilio } from 'twilio';
import type { NumberSetup, WebhookSetup } from '../provider.ts';

interface Service {
  readonly sid: string;
  readonly inbound: WebhookSetup;
  readonly fallback: WebhookSetup;
  /** What comes in goes where the number says. */
  readonly leavesItToNumber: boolean;
}

const NOTHING: WebhookSetup = { url: '', method: 'POST' };

/** What Twilio does with messages to our numbers. A service's address counts for the numbers in its pool. */
export async function setupsOf(client: Twilio, numbers: readonly string[] | null): Promise<readonly NumberSetup[]> {
  const owned = new Map((await client.incomingPhoneNumbers.list()).map((one) => [one.phoneNumber, one]));
  const pools = await poolsOf(client);
  return (numbers ?? [...owned.keys()]).map((number) => {
    const one = owned.get(number);
    const service = pools.get(number);
    const overridden = service !== undefined && !service.leavesItToNumber;
    const own = {
      inbound: { url: one?.smsUrl ?? '', method: one?.smsMethod ?? 'POST' },
      fallback: { url: one?.smsFallbackUrl ?? '', method: one?.smsFallbackMethod ?? 'POST' },
    };
    return {
      number,
      owned: one !== undefined || service !== undefined,
      inbound: overridden ? service.inbound : own.inbound,
      fallback: overridden ? service.fallback : own.fallback,
      service: service?.sid ?? null,
      overridden,
    };
  });
}

async function poolsOf(client: Twilio): Promise<ReadonlyMap<string, Service>> {
  const pools = new Map<string, Service>();
  for (const found of await client.messaging.v1.services.list()) {
    const service: Service = {
      sid: found.sid,
      inbound: found.inboundRequestUrl
        ? { url: found.inboundRequestUrl, method: found.inboundMethod ?? 'POST' }
        : NOTHING,
      fallback: found.fallbackUrl ? { url: found.fallbackUrl, method: found.fallbackMethod ?? 'POST' } : NOTHING,
      leavesItToNumber: found.useInboundWebhookOnNumber === true,
    };
    const members = await client.messaging.v1.services(found.sid).phoneNumbers.list();
    for (const { phoneNumber } of members) pools.set(phoneNumber, service);
  }
  return pools;
}
