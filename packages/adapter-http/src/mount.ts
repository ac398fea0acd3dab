import type { AdapterContext } from '@trunkline/core';

/** Where the outside finds this channel: its public URL or, if the config names none, its path. */
export function mountOf({ publicUrl, channel }: Pick<AdapterContext, 'publicUrl' | 'channel'>): string {
  return publicUrl ?? `/channels/${encodeURIComponent(channel)}`;
}
