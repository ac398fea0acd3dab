import type { Logger, Trace, TraceEvent } from '@trunkline/core';

const NOTEWORTHY: ReadonlySet<TraceEvent['step']> = new Set([
  'conversation.opening',
  'conversation.ended',
  'session.lost',
  'route.paused',
  'route.open',
] as const);

/** Logs the engine's steps: each message's at debug, the life of conversations and routes at info. */
export function createTraceLog(logger: Logger): Trace {
  return ({ step, ...facts }) => {
    if (NOTEWORTHY.has(step)) logger.info({ event: step, ...facts }, 'engine step');
    else logger.debug({ event: step, ...facts }, 'engine step');
  };
}
