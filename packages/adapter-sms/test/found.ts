import type { InboundMessage, MissedEnding } from '@trunkline/core';
import type { SmsWorld } from './sms-world.ts';

/** What the channel finds that has come in since an hour ago. */
export async function found({ adapter, context }: SmsWorld, sinceMs: number = 3_600_000) {
  const all: (InboundMessage | MissedEnding)[] = [];
  const missed = { since: context.clock.now() - sinceMs, open: [] };
  for await (const one of adapter.findReceived?.(missed, new AbortController().signal) ?? []) all.push(one);
  return all;
}
