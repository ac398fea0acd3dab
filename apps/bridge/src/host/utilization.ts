import { performance } from 'node:perf_hooks';

/** Tells, each time, for how much of the time since the last call the event loop had something to do, 0 to 1. */
export function eventLoopUtilization(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
