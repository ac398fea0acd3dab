import type { ChannelHealth } from '@trunkline/core';

/**
 * `starting`: nothing takes requests yet; `opening`: channels that have started do; `serving`: all that can have started;
 * `draining`: on the way out.
 */
export type Phase = 'starting' | 'opening' | 'serving' | 'draining';

/** What `/readyz` is about. Never depends on the contact centre. */
export interface Readiness {
  readonly phase: Phase;
  readonly storeOpen: boolean;
  readonly channels: readonly ChannelHealth[];
}

export function isReady({ phase, storeOpen, channels }: Readiness): boolean {
  return phase === 'serving' && storeOpen && channels.every(({ state }) => state === 'started');
}
