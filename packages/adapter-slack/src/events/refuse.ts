import type { Inbound, Setting } from './inbound.ts';
import { type Asking, refusalOf } from './refusal.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

/** By whichever id a channel stands in the config. Null: they may begin a conversation. */
export function refusalIn({ options, channels }: Inbound, asking: Asking, { team }: Setting): string | null {
  const first = channels.firstOf(team, asking.channel);
  return refusalOf(options.allows, asking) && refusalOf(options.allows, { ...asking, channel: first });
}

/** Tells somebody who may not ask, and nobody else. */
export function refuse(inbound: Inbound, refused: Asking & { readonly thread: string | null }, setting: Setting): void {
  inbound.context.count('not_allowed');
  const text = refusalIn(inbound, refused, setting) ?? words.notAllowedHere;
  whisper(inbound, { ...refused, texts: [text] }, setting);
}
