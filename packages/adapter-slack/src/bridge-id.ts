import { randomUUID } from 'node:crypto';
import type { AdapterContext } from '@trunkline/core';

const KEY = 'bridge-id';

/** Tells the posts of this channel from those of another bridge in the same workspace. Minted once. */
export async function bridgeId({ storage }: Pick<AdapterContext, 'storage'>): Promise<string> {
  const known = await storage.get(KEY);
  if (typeof known === 'string') return known;
  const fresh = randomUUID();
  await storage.put({ [KEY]: fresh });
  return fresh;
}
