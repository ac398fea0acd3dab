import { keysOf } from '../config/contact-center-rules.ts';
import type { Environment } from '../config/interpolate.ts';
import { type ConfigDraft, type ConfigLocation, draftConfig } from '../config/load.ts';
import { DEFAULT_STORE_URL } from '../config/schema.ts';
import type { Wiring } from '../wiring.ts';
import { checkExclusive } from './check-exclusive.ts';
import { loadStore } from './load-store.ts';
import type { BridgePlan, PlannedChannel, PlannedReader, PlannedStore } from './plan.ts';
import { planChannel } from './plan-channel.ts';
import { checkTransports, planContactCenters } from './plan-contact-centers.ts';
import { checkSharedDeployments, checkTokenCommands } from './plan-deployments.ts';

/** Loads and checks everything that the config names; opens nothing. Throws ConfigError with all that is wrong. */
export async function planBridge(
  location: ConfigLocation,
  environment: Environment,
  wiring: Wiring,
): Promise<BridgePlan> {
  const draft = await draftConfig(location, environment);
  const { config, problems, folder } = draft;
  await checkTransports(draft, wiring);
  checkTokenCommands(draft);
  checkSharedDeployments(draft, wiring);
  const channels: PlannedChannel[] = [];
  for (const name of Object.keys(keysOf(keysOf(draft.data)?.['channels']) ?? {})) {
    const channel = await planChannel(name, draft, wiring);
    if (channel !== null) channels.push(channel);
  }
  checkExclusive(channels, problems);
  const store = await planStore(draft, wiring);
  if (problems.count > 0 || config === null || store === null) throw problems.toError();
  return { config, folder, channels, contactCenters: await planContactCenters(config, wiring), store };
}

/** Only the store of a config that is otherwise right in itself: what reading it needs. */
export async function planReader(
  location: ConfigLocation,
  environment: Environment,
  wiring: Wiring,
): Promise<PlannedReader> {
  const draft = await draftConfig(location, environment);
  const store = await planStore(draft, wiring);
  const { config, problems } = draft;
  if (problems.count > 0 || config === null || store === null) throw problems.toError();
  return { store, config };
}

async function planStore(draft: ConfigDraft, wiring: Wiring): Promise<PlannedStore | null> {
  const path = ['store', 'url'];
  const url = keysOf(keysOf(draft.data)?.['store'])?.['url'] ?? DEFAULT_STORE_URL;
  if (typeof url !== 'string' || draft.problems.covers(path)) return null;
  const loaded = await loadStore(url, draft.folder, wiring);
  if (!loaded.ok) {
    draft.problems.add(path, loaded.problem);
    return null;
  }
  const { driver } = loaded;
  const encryptionKeys = draft.config?.store.encryptionKey;
  if (encryptionKeys === undefined) return { driver, url: loaded.url };
  if (driver.encrypts === true) return { driver, url: loaded.url, encryptionKeys };
  draft.problems.add(['store', 'encryptionKey'], 'this store encrypts nothing; remove the key, or use another store');
  return null;
}
