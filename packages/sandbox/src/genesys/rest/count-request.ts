import { ApiError } from '../api-error.ts';
import type { RateReading } from '../chat/rate-window.ts';
import type { Cloud } from '../cloud.ts';
import type { GuestRequest } from './guest-route.ts';

/** Counts a request, and refuses it when there were too many. Code, headers and body are knobs (docs/guest-chat.md §4). */
export function countRequest(cloud: Cloud, count: () => RateReading, request: GuestRequest): void {
  const allowed = cloud.knobs.rateLimitPerMinute;
  if (allowed === 0) return;
  const reading = count();
  if (cloud.knobs.rateHeaders) {
    request.header('inin-ratelimit-count', String(reading.count));
    request.header('inin-ratelimit-allowed', String(allowed));
    request.header('inin-ratelimit-reset', String(reading.resetS));
  }
  const key = cloud.knobs.rateLimitScope === 'token' ? 'token.rate.per.minute' : 'org.app.user.rate.per.minute';
  if (reading.count > allowed) throw tooManyRequests(cloud, { resetS: reading.resetS, allowed, key });
}

/** A 429 as it is turned. */
export function tooManyRequests(
  cloud: Cloud,
  { resetS, allowed, key }: { readonly resetS: number; readonly allowed: number; readonly key: string },
): ApiError {
  const { rateLimitCode, retryAfterHeader, rateLimitInBody, rateLimitNamespace: namespace } = cloud.knobs;
  const message =
    rateLimitCode === 'too.many.requests'
      ? `Rate limit exceeded the maximum [${allowed}] requests within [60] seconds`
      : `Rate limit exceeded. Retry the request in [${resetS}] seconds`;
  return new ApiError(rateLimitCode, {
    message,
    retryAfterS: retryAfterHeader ? resetS : undefined,
    limit: rateLimitInBody ? { key, namespace, value: allowed } : undefined,
  });
}
