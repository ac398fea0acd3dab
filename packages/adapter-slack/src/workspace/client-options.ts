import type { Logger as SdkLogger, WebClientOptions } from '@slack/web-api';
import type { Logger } from '@trunkline/core';
import { sdkLogger } from './sdk-logger.ts';

const TIMEOUT_MS = 10_000;

/**
 * Every call is made once and soon comes to an end: repeating and waiting is the core's business. A token goes to the
 * Web API alone, whatever address a method is given.
 */
export function clientOptions(apiUrl: string | undefined, logger: Logger): WebClientOptions & { logger: SdkLogger } {
  return {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
    logger: sdkLogger(logger),
  };
}
