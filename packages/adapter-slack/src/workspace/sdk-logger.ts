import type { Logger as SdkLogger } from '@slack/web-api';
import type { Logger } from '@trunkline/core';

/**
 * Where Slack's libraries log to. What they write may hold tokens, addresses of sockets and what people said, so only
 * that they had something to say is told; what matters of it reaches us as an error or an event.
 */
export function sdkLogger(logger: Logger): SdkLogger {
  const level = 'warn' as ReturnType<SdkLogger['getLevel']>;
  return {
    debug() {},
    info() {},
    warn: () => logger.debug({ event: 'slack.library', level: 'warn' }, "Slack's library warns of something"),
    error: () => logger.debug({ event: 'slack.library', level: 'error' }, "Slack's library met an error"),
    setLevel() {},
    getLevel: () => level,
    setName() {},
  };
}
