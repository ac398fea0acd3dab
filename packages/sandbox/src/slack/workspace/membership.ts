import type { SlackCloud } from '../slack-cloud.ts';
import type { Channel } from './channel.ts';
import { postMessage } from './posting.ts';

/** Somebody comes, which a message says; the app hears of its own coming, too. */
export function joinChannel(cloud: SlackCloud, channel: Channel, who: { user: string; inviter?: string }): void {
  channel.members.add(who.user);
  const subtype = channel.kind === 'channel' ? 'channel_join' : 'group_join';
  const text = `<@${who.user}> has joined the channel`;
  postMessage(cloud, channel, { subtype, text, ...who });
}

/** Somebody goes. The app hears of it unless it is the one. */
export function leaveChannel(cloud: SlackCloud, channel: Channel, user: string): void {
  channel.members.delete(user);
  const subtype = channel.kind === 'channel' ? 'channel_leave' : 'group_leave';
  postMessage(cloud, channel, { subtype, text: `<@${user}> has left the channel`, user });
}
