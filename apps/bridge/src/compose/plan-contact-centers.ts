import type { BridgeConfig, ContactCenterConfig } from '../config/config.ts';
import { keysOf } from '../config/contact-center-rules.ts';
import type { ConfigDraft } from '../config/load.ts';
import { didYouMean } from '../config/nearest.ts';
import type { KeyPath } from '../config/positions.ts';
import type { Transport, Wiring } from '../wiring.ts';
import { contactCenterName, settingsOf } from './contact-center-settings.ts';
import { builtIn } from './load-adapter.ts';
import type { PlannedContactCenter } from './plan.ts';

/** Reports every transport and region that the config names and nobody knows. */
export async function checkTransports(draft: ConfigDraft, wiring: Wiring): Promise<void> {
  const data = keysOf(draft.data);
  const base = keysOf(data?.['contactCenter']);
  const channels = Object.entries(keysOf(data?.['channels']) ?? {}).map(([name, channel]) => ({
    at: ['channels', name],
    block: keysOf(channel),
  }));
  for (const { at, block } of [{ at: ['contactCenter'], block: base }, ...channels]) {
    if (block === null) continue;
    if (block['transport'] !== undefined) checkTransport([...at, 'transport'], block['transport'], { draft, wiring });
    const transport = transportOf(block['transport'] ?? base?.['transport'], wiring);
    if (block['region'] !== undefined) await checkRegion([...at, 'region'], block['region'], { draft, transport });
  }
}

interface Against {
  readonly draft: ConfigDraft;
  readonly wiring: Wiring;
}

function checkTransport(path: KeyPath, name: unknown, { draft, wiring }: Against): void {
  if (typeof name !== 'string' || draft.problems.covers(path)) return;
  const transport = transportOf(name, wiring);
  if (transport?.load !== undefined) return;
  const known = Object.keys(wiring.transports);
  draft.problems.add(
    path,
    transport === undefined
      ? `no such transport; known are ${known.join(', ')}${didYouMean(name, known)}`
      : `the package ${transport.package} is not installed: npm install ${transport.package}`,
  );
}

interface RegionAgainst {
  readonly draft: ConfigDraft;
  readonly transport: Transport | undefined;
}

async function checkRegion(path: KeyPath, region: unknown, { draft, transport }: RegionAgainst): Promise<void> {
  if (typeof region !== 'string' || transport?.load === undefined || draft.problems.covers(path)) return;
  const { regions, knowsRegion } = await transport.load();
  if (knowsRegion(region)) return;
  draft.problems.add(path, `no such region; give its domain, e.g. mypurecloud.com${didYouMean(region, regions)}`);
}

function transportOf(name: unknown, wiring: Wiring): Transport | undefined {
  return typeof name === 'string' && Object.hasOwn(wiring.transports, name) ? wiring.transports[name] : undefined;
}

/** One contact centre for each set of settings in use, and those that may still have running sessions. */
export async function planContactCenters(
  config: BridgeConfig,
  wiring: Wiring,
): Promise<readonly PlannedContactCenter[]> {
  const planned = new Map<string, PlannedContactCenter>();
  for (const settings of settingsInUse(config, wiring)) {
    const name = contactCenterName(settings, config.contactCenter);
    const load = wiring.transports[settings.transport]?.load;
    if (planned.has(name) || load === undefined) continue;
    const { create, apiUrl } = await load();
    planned.set(name, { name, settings, create, apiUrl: apiUrl(settings) });
  }
  return [...planned.values()];
}

function settingsInUse(config: BridgeConfig, wiring: Wiring): readonly ContactCenterConfig[] {
  const base = config.contactCenter;
  const finishing = base.guestChat === undefined ? [] : [{ ...base, transport: 'guest-chat' }];
  const channels = Object.values(config.channels).map((channel) =>
    settingsOf(base, channel, builtIn(channel.adapter, wiring)?.ownKeys ?? []),
  );
  return [base, ...finishing, ...channels];
}
