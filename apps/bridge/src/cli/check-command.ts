import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { type AdapterFinding, checkAdapters } from './check-adapters.ts';
import { type ProbeItem, probeAll } from './check-online.ts';
import { findingsText, probeText } from './check-report.ts';
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

interface Report {
  readonly plan: BridgePlan;
  readonly probes: readonly ProbeItem[];
  readonly findings: readonly AdapterFinding[];
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
    const online = options.online === true;
    const probes = online ? await probeAll(plan, io) : [];
    const report: Report = { plan, probes, findings: await checkAdapters(plan, online, io) };
    await afterwards();
    const problems = problemsOf(watch, report);
    io.stdout.write(options.json === true ? asJson(report) : asText(report, problems));
    if (problems.length > 0) throw new CommandError(problems.join('\n'));
  } finally {
    watch.stop();
  }
}

/** What an adapter let escape while it was made is known by then. */
function afterwards(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function problemsOf({ leaks }: CrashWatch, { probes, findings }: Report): readonly string[] {
  const failed = probes.filter(({ ok }) => !ok);
  const bad = findings.filter(({ severity }) => severity === 'problem');
  return [
    ...leaks.map(({ channel, error }) => `channel ${channel}: its adapter let an error escape: ${explain(error)}`),
    ...(failed.length === 0 ? [] : [`${failed.length} of ${probes.length} probes failed`]),
    ...(bad.length === 0 ? [] : [`${bad.length} of the adapters’ ${findings.length} findings are problems`]),
  ];
}

function asText({ plan, probes, findings }: Report, problems: readonly string[]): string {
  const rows = plan.channels
    .map(channelItem)
    .map(({ channel, adapter, mounted, transport, queue }) => [
      channel,
      adapter,
      mounted,
      `${transport}, queue ${queue}`,
    ]);
  const channels = table(['CHANNEL', 'ADAPTER', 'MOUNTED', 'AGENTS'], rows);
  const parts = [channels, ...probes.map(probeText), ...findingsText(findings)];
  return `${parts.join('\n\n')}\n${problems.length === 0 ? 'ok\n' : ''}`;
}

function asJson({ plan, probes, findings }: Report): string {
  return `${json({ items: plan.channels.map(channelItem), probes, findings })}\n`;
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
