import type { Allows } from '../applied-options.ts';
import type { Inbound, Setting } from './inbound.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

export interface Asking {
  readonly channel: string;
  readonly user: string;
}

/** What somebody is told who may not begin a conversation; null: they may. */
export function refusalOf(allows: Allows, { channel, user }: Asking): string | null {
  if (!allows.user(user)) return words.notAllowedYou;
  return allows.channel(channel) ? null : words.notAllowedHere;
}

/** Tells somebody who may not ask, and nobody else. */
export async function refuse(
  inbound: Inbound,
  refused: Asking & { readonly thread: string | null },
  setting: Setting,
): Promise<void> {
  inbound.context.count('not_allowed');
  const text = refusalOf(inbound.options.allows, refused) ?? words.notAllowedHere;
  await whisper(inbound, { ...refused, text }, setting);
}
