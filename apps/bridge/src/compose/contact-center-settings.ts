import { createHash } from 'node:crypto';
import type { ChannelConfig, ContactCenterConfig } from '../config/config.ts';

/** Contact centre keys that a channel may override. */
export const CONTACT_CENTER_KEYS: readonly (keyof ContactCenterConfig)[] = [
  'transport',
  'region',
  'apiUrl',
  'routing',
  'guestChat',
  'texts',
  'onSilence',
];

/** What is valid for one channel: its own keys replace those above, region and apiUrl as a pair, texts one by one. */
export function settingsOf(
  base: ContactCenterConfig,
  channel: ChannelConfig,
  ownKeys: readonly string[],
): ContactCenterConfig {
  const given = CONTACT_CENTER_KEYS.filter((key) => channel[key] !== undefined && !ownKeys.includes(key));
  const { region, apiUrl, ...rest } = base;
  const place = given.includes('region') || given.includes('apiUrl') ? {} : { region, apiUrl };
  const own = Object.fromEntries(given.map((key) => [key, channel[key]]));
  const texts = given.includes('texts') ? { texts: { ...base.texts, ...channel.texts } } : {};
  return { ...rest, ...place, ...own, ...texts };
}

/** Names a contact centre by what it is connected to, so that a restart finds the one that opened a session. */
export function contactCenterName(settings: ContactCenterConfig, base: ContactCenterConfig): string {
  const identity = identityOf(settings);
  if (identity === identityOf({ ...base, transport: settings.transport })) return settings.transport;
  return `${settings.transport}:${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}

/** Whether two that are connected to the same deployment would go about it differently. */
export function differInManner(one: ContactCenterConfig, other: ContactCenterConfig): boolean {
  return JSON.stringify(mannerOf(one)) !== JSON.stringify(mannerOf(other));
}

function mannerOf({ guestChat }: ContactCenterConfig): unknown {
  return [guestChat?.knobs ?? {}, guestChat?.memberAuthToken ?? null];
}

function identityOf({ transport, region, apiUrl, guestChat }: ContactCenterConfig): string {
  return JSON.stringify([transport, region, apiUrl, guestChat?.organizationId, guestChat?.deploymentId]);
}
