import { randomUUID } from 'node:crypto';
import type { AdapterContext } from '@trunkline/core';

export const BRIDGE_ID = 'bridge-id';

/** Tells the posts of this channel from those of another bridge in the same workspace. Minted once. */
export async function bridgeId({ storage }: Pick<AdapterContext, 'storage'>): Promise<string> {
  const known = await storage.get(BRIDGE_ID);
  if (typeof known === 'string') return known;
  const fresh = randomUUID();
  await storage.put({ [BRIDGE_ID]: fresh });
  return fresh;
}
