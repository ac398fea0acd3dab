import type { ChannelAdapter, Clock, Finding } from '@trunkline/core';
import { asAdapterOf } from '../compose/adapter-scope.ts';
import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { explain } from './explain.ts';
import type { CliIo } from './io.ts';
import { withProgress } from './progress.ts';

/** What a channel's adapter has found. */
export interface AdapterFinding extends Finding {
  readonly channel: string;
}

const DEADLINE_MS = 30_000;
const SEVERITIES: readonly unknown[] = ['ok', 'warning', 'problem'] satisfies Finding['severity'][];

/** Asks each adapter that can tell whether the outside is set up as its channel needs it. */
export async function checkAdapters(plan: BridgePlan, online: boolean, io: CliIo): Promise<readonly AdapterFinding[]> {
  const found = await Promise.all(
    plan.channels.map(async (channel) => {
      const findings = await findingsOf(channel, { plan, online, io });
      return findings.map((finding) => ({ channel: channel.name, ...finding }));
    }),
  );
  return found.flat();
}

interface Asking {
  readonly plan: BridgePlan;
  readonly online: boolean;
  readonly io: CliIo;
}

async function findingsOf(channel: PlannedChannel, asking: Asking): Promise<readonly Finding[]> {
  const { adapter, name } = channel;
  if (adapter.check === undefined) return [];
  const { plan, online, io } = asking;
  const { publicUrl } = plan.config.server;
  const place = {
    channel: name,
    publicUrl: publicUrl === undefined ? null : `${publicUrl}/channels/${name}`,
    online,
  };
  try {
    return await withProgress(io, `asking the adapter of ${name}`, () =>
      withinTime(io.clock, (signal) => asItself(channel, () => adapter.check?.(place, signal)).then(readable)),
    );
  } catch (error) {
    return [{ severity: 'problem', about: 'the check itself', text: explain(error) }];
  }
}

/** Runs an adapter's code; one that is not ours on behalf of its channel. */
export async function asItself<T>({ foreign, name }: PlannedChannel, work: () => T): Promise<Awaited<T>> {
  return await (foreign ? asAdapterOf(name, work) : work());
}

async function withinTime<T>(clock: Clock, work: (signal: AbortSignal) => Promise<T>): Promise<T | readonly Finding[]> {
  const deadline = new AbortController();
  let timer: { cancel(): void } | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    timer = clock.setTimeout(() => {
      deadline.abort();
      resolve([{ severity: 'problem', about: 'the check itself', text: 'gave no answer in 30 seconds' }]);
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work(deadline.signal), late]);
  } finally {
    timer?.cancel();
  }
}

/** Whatever somebody's adapter has answered. */
function readable(answer: Awaited<ReturnType<NonNullable<ChannelAdapter['check']>>> | undefined): readonly Finding[] {
  const found: readonly Finding[] = Array.isArray(answer) ? answer : [];
  return found.map(({ severity, about, text }) => ({
    severity: SEVERITIES.includes(severity) ? severity : 'problem',
    about: String(about),
    text: String(text),
  }));
}
