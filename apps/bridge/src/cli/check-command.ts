import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { type ProbeItem, probeAll } from './check-online.ts';
import { probeText } from './check-report.ts';
import { CommandError } from './command-error.ts';
import { type CrashWatch, watchCrashes } from './crash-watch.ts';
import { EXIT } from './exit.ts';
import { explain } from './explain.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { withProgress } from './progress.ts';
import { json, table } from './table.ts';

export interface CheckOptions extends ConfigOption {
  readonly online?: true;
  readonly json?: true;
}

/** Says what `start` would run; opens neither store nor port, and only if asked to the network. */
export async function check(options: CheckOptions, io: CliIo): Promise<void> {
  const watch = watchCrashes(io, (error) => {
    io.stderr.write(`${explain(error)}\n`);
    io.exitNow(EXIT.failed);
  });
  try {
    const plan = await withProgress(io, 'loading what the config names', () =>
      planBridge({ file: options.config, cwd: io.cwd }, io.environment, io.wiring),
    );
    const probes = options.online === true ? await probeAll(plan, io) : [];
    await afterwards();
    const problems = problemsOf(watch, probes);
    io.stdout.write(options.json === true ? asJson(plan, probes) : asText(plan, probes, problems));
    if (problems.length > 0) throw new CommandError(problems.join('\n'));
  } finally {
    watch.stop();
  }
}

/** What an adapter let escape while it was made is known by then. */
function afterwards(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function problemsOf({ leaks }: CrashWatch, probes: readonly ProbeItem[]): readonly string[] {
  const failed = probes.filter(({ ok }) => !ok);
  return [
    ...leaks.map(({ channel, error }) => `channel ${channel}: its adapter let an error escape: ${explain(error)}`),
    ...(failed.length === 0 ? [] : [`${failed.length} of ${probes.length} probes failed`]),
  ];
}

function asText(plan: BridgePlan, probes: readonly ProbeItem[], problems: readonly string[]): string {
  const rows = plan.channels
    .map(channelItem)
    .map(({ channel, adapter, mounted, transport, queue }) => [
      channel,
      adapter,
      mounted,
      `${transport}, queue ${queue}`,
    ]);
  const channels = table(['CHANNEL', 'ADAPTER', 'MOUNTED', 'AGENTS'], rows);
  return `${[channels, ...probes.map(probeText)].join('\n\n')}\n${problems.length === 0 ? 'ok\n' : ''}`;
}

function asJson(plan: BridgePlan, probes: readonly ProbeItem[]): string {
  return `${json({ items: plan.channels.map(channelItem), probes })}\n`;
}

interface ChannelItem {
  readonly channel: string;
  readonly adapter: string;
  readonly mounted: string;
  readonly transport: string;
  readonly queue: string;
}

function channelItem({ name, adapterName, transport, routing }: PlannedChannel): ChannelItem {
  return { channel: name, adapter: adapterName, mounted: `/channels/${name}`, transport, queue: routing.queue };
}
