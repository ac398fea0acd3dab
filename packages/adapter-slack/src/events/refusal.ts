import type { Allows } from '../applied-options.ts';
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
