import type { ChannelHealth } from '@trunkline/core';

/** `starting`: not all is up yet; `serving`: channels take requests; `draining`: on the way out. */
export type Phase = 'starting' | 'serving' | 'draining';

/** What `/readyz` is about. Never depends on the contact centre. */
export interface Readiness {
  readonly phase: Phase;
  readonly storeOpen: boolean;
  readonly channels: readonly ChannelHealth[];
}

export function isReady({ phase, storeOpen, channels }: Readiness): boolean {
  return phase === 'serving' && storeOpen && channels.every(({ state }) => state === 'started');
}
