import { channelName } from '@trunkline/core';
import type { ChannelConfig } from '../config/config.ts';
import { checkPlace, keysOf } from '../config/contact-center-rules.ts';
import { reportIssues } from '../config/issues.ts';
import type { ConfigDraft } from '../config/load.ts';
import { nearestKey } from '../config/nearest.ts';
import { withoutUndefined } from '../config/without-undefined.ts';
import type { Wiring } from '../wiring.ts';
import { asAdapterOf } from './adapter-scope.ts';
import { CONTACT_CENTER_KEYS, contactCenterName, settingsOf } from './contact-center-settings.ts';
import { builtIn, loadAdapter } from './load-adapter.ts';
import { makeAdapter } from './make-adapter.ts';
import type { PlannedChannel } from './plan.ts';

const BRIDGE_KEYS: readonly string[] = ['adapter', 'maxAge', 'maskCardNumbers', 'retention', ...CONTACT_CENTER_KEYS];

/** Loads a channel's adapter and checks its options; null if anything was wrong, which `draft` then knows. */
export async function planChannel(name: string, draft: ConfigDraft, wiring: Wiring): Promise<PlannedChannel | null> {
  const { problems, folder, config } = draft;
  const path = ['channels', name];
  const written = keysOf(keysOf(keysOf(draft.data)?.['channels'])?.[name]);
  const adapterName = written?.['adapter'];
  if (written === null || typeof adapterName !== 'string' || problems.covers([...path, 'adapter'])) return null;

  const foreign = builtIn(adapterName, wiring) === null;
  const asItself = <T>(work: () => T): T => (foreign ? asAdapterOf(name, work) : work());
  const loaded = await asItself(() => loadAdapter(adapterName, folder, wiring));
  if (!loaded.ok) {
    problems.add([...path, 'adapter'], loaded.problem);
    return null;
  }
  const ownKeys = builtIn(adapterName, wiring)?.ownKeys ?? [];
  if (!ownKeys.includes('apiUrl')) checkPlace(written, path, problems);

  const before = problems.count;
  const { data, base, besides } = adapterOptions(name, written, { draft, wiring });
  const { definition } = loaded;
  const refuse = (why: string): void => problems.add(path, why, 'key');
  const made = asItself(() => makeAdapter(definition, data));
  if (made.outcome === 'issues')
    reportIssues(made.issues, { schema: definition.options, data, base, besides }, problems);
  else if (made.outcome === 'refused') refuse(made.why);
  if (made.outcome !== 'made' || problems.count > before || config === null) return null;
  const { adapter } = made;
  const channel = config.channels[name] as ChannelConfig;
  const settings = settingsOf(config.contactCenter, channel, ownKeys);
  const { noAgentAfter: noAgent, ...routing } = settings.routing;
  const { retention = config.retention, maskCardNumbers = config.maskCardNumbers } = channel;
  return {
    name: channelName(name),
    adapter,
    adapterName,
    foreign,
    transport: contactCenterName(settings, config.contactCenter),
    routing: withoutUndefined(routing),
    retainMs: retention?.after ?? null,
    maskCardNumbers,
    ...withoutUndefined({
      maxAgeMs: channel.maxAge && withoutUndefined(channel.maxAge),
      texts: settings.texts && withoutUndefined(settings.texts),
      onSilence: settings.onSilence,
      noAgent,
    }),
  };
}

interface AdapterOptions {
  readonly data: unknown;
  readonly base: readonly string[];
  readonly besides: readonly string[];
}

/** A built-in adapter has its options beside the bridge's keys, any other under `options`. */
function adapterOptions(
  name: string,
  written: Readonly<Record<string, unknown>>,
  { draft, wiring }: { readonly draft: ConfigDraft; readonly wiring: Wiring },
): AdapterOptions {
  const base = ['channels', name];
  const entry = builtIn(String(written['adapter']), wiring);
  if (entry !== null) {
    const besides = BRIDGE_KEYS.filter((key) => !entry.ownKeys.includes(key));
    const own = Object.entries(written).filter(([key]) => !besides.includes(key));
    return { data: Object.fromEntries(own), base, besides };
  }
  const known = [...BRIDGE_KEYS, 'options'];
  for (const key of Object.keys(written)) {
    if (!known.includes(key)) draft.problems.add([...base, key], `unknown key${nearestKey(key, known)}`, 'key');
  }
  return { data: written['options'] ?? {}, base: [...base, 'options'], besides: [] };
}
