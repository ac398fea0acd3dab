import type { Inbound, Setting } from './inbound.ts';
import { kindOf } from './message-kind.ts';
import type { MessageEvent } from './slack-message.ts';
import { takeIn } from './take-in.ts';
import { takeInChange } from './take-in-change.ts';

/** Carries out what an event about a message means. Resolves once that is durable. */
export async function onMessage(inbound: Inbound, event: MessageEvent, setting: Setting): Promise<void> {
  const kind = kindOf(event, setting.botUserId);
  if (kind.kind === 'none') return;
  if (kind.kind === 'said') await takeIn(inbound, { channel: event.channel, message: kind.message }, setting);
  else await takeInChange(inbound, { channel: event.channel, change: kind }, setting);
}
