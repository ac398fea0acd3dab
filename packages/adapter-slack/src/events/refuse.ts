import type { Inbound, Setting } from './inbound.ts';
import { type Asking, refusalOf } from './refusal.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

/** Tells somebody who may not ask, and nobody else. */
export function refuse(inbound: Inbound, refused: Asking & { readonly thread: string | null }, setting: Setting): void {
  inbound.context.count('not_allowed');
  const text = refusalOf(inbound.options.allows, refused) ?? words.notAllowedHere;
  whisper(inbound, { ...refused, texts: [text] }, setting);
}
