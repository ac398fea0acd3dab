import type { Inbound, Setting } from './inbound.ts';
import { kindOf } from './message-kind.ts';
import { isOneToOne } from './one-to-one.ts';
import type { MessageEvent } from './slack-message.ts';
import { takeIn } from './take-in.ts';
import { takeInChange } from './take-in-change.ts';

/** Carries out what an event about a message means. Resolves once that is durable. */
export async function onMessage(inbound: Inbound, event: MessageEvent, setting: Setting): Promise<void> {
  const kind = kindOf(event, setting.botUserId);
  if (kind.kind === 'none') return;
  const { channel } = event;
  const about = kind.kind === 'said' ? kind.message : kind.before;
  const thread = isOneToOne(channel) ? '' : (about.thread_ts ?? about.ts);
  // Names are looked up on the way: what was said later must not get there first.
  await inbound.lanes.run(`${setting.team}/${channel}/${thread}`, async () => {
    if (kind.kind === 'said') await takeIn(inbound, { channel, message: kind.message }, setting);
    else await takeInChange(inbound, { channel, change: kind }, setting);
  });
}
