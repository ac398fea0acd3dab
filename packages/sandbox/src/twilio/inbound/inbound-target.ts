import type { TwilioCloud } from '../cloud.ts';
import type { OwnNumber, WebhookMethod } from '../number.ts';

/** One address to call. */
export interface Target {
  readonly address: string;
  readonly method: WebhookMethod;
}

/** Where something that came in is told, and where when that fails; undefined: nowhere. */
export interface InboundTargets {
  readonly main: Target | undefined;
  readonly fallback: Target | undefined;
}

/** The messaging service's addresses once a number is in one (§1.1), unless the service leaves it to the number. */
export function inboundTargets(cloud: TwilioCloud, number: OwnNumber): InboundTargets {
  const service = cloud.serviceOf(number.phoneNumber);
  if (service === undefined || service.useInboundWebhookOnNumber) {
    return {
      main: target(number.smsUrl, number.smsMethod),
      fallback: target(number.smsFallbackUrl, number.smsFallbackMethod),
    };
  }
  return {
    main: target(service.inboundRequestUrl, service.inboundMethod),
    fallback: target(service.fallbackUrl, service.fallbackMethod),
  };
}

function target(address: string | null, method: WebhookMethod): Target | undefined {
  return address ? { address, method } : undefined;
}
