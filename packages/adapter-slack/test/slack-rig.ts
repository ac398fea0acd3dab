import type { AdapterDefinition, ChannelAdapter } from '@trunkline/core';
import { FakeAdapterContext, type FakeAdapterContextOptions, type ManualClock, settle } from '@trunkline/core/testing';
import {
  type SlackOptions as SandboxOptions,
  type SlackSandbox,
  type SlackTraceEvent,
  slackDefaults,
  startSlack,
} from '@trunkline/sandbox';
import { adapter as definition } from '../src/adapter.ts';
import type { SlackOptions } from '../src/options.ts';
import { openHttpHost } from './http-host.ts';

export const TEAM = 'T0SANDBOX1';
export const HELPDESK = 'C0HELPDSK1';
export const FINANCE = 'C0FINANCE1';
export const ALEX = 'U0ALEX0001';
export const SAM = 'U0SAM00001';

export interface RigOptions {
  readonly mode?: 'socket' | 'http';
  readonly options?: Partial<SlackOptions>;
  readonly sandbox?: SandboxOptions;
  readonly context?: FakeAdapterContextOptions;
  /** The adapter is not started. */
  readonly idle?: true;
}

/** The adapter between a played Slack, over real sockets, and a core in memory. One clock for all three. */
export interface Rig {
  readonly slack: SlackSandbox;
  readonly adapter: ChannelAdapter;
  readonly context: FakeAdapterContext;
  readonly clock: ManualClock;
  readonly trace: readonly SlackTraceEvent[];
  /** What people see in a channel, or in one thread of it. */
  seen(user: string, channel: string, threadTs?: string): readonly string[];
  /** Everything that Slack has handed over since the last call, `method outcome` each. */
  deliveries(): readonly string[];
  /** Resolves once it is so; looks whenever something has happened at Slack. */
  until(what: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Runs a test with a rig of its own and takes it down again. */
export async function inRig(options: RigOptions, run: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await openRig(options);
  try {
    await run(rig);
  } finally {
    await rig.close();
  }
}

export async function openRig(rig: RigOptions = {}): Promise<Rig> {
  const { mode = 'socket', options, sandbox } = rig;
  const context = new FakeAdapterContext({ channel: 'helpdesk', ...rig.context });
  const { clock } = context;
  const slack = await startSlack({ clock: sandboxClock(clock), socketPingMs: 0, postsPerSecond: 0, mode, ...sandbox });
  const trace: SlackTraceEvent[] = [];
  const wakes = new Set<() => void>();
  slack.control.watch((event) => {
    trace.push(event);
    for (const wake of [...wakes]) wake();
  });
  const { create, options: shape }: AdapterDefinition<SlackOptions> = definition;
  const adapter = create(
    shape.parse({
      mode,
      ...(options?.oauth === undefined && { botToken: slackDefaults.botToken }),
      ...(mode === 'socket' ? { appToken: slackDefaults.appToken } : { signingSecret: slackDefaults.signingSecret }),
      apiUrl: slack.apiUrl,
      ...options,
    }),
  );
  const host = mode === 'http' ? await openHttpHost(adapter) : null;
  if (host !== null) slack.control.configure({ mode, eventsUrl: `${host.url}/events` });
  if (rig.idle !== true) await adapter.start(context);
  let told = 0;
  const until = async (what: () => boolean): Promise<void> => {
    while (!what()) {
      await new Promise<void>((resolve) => {
        wakes.add(resolve);
        setImmediate(resolve);
      }).finally(() => wakes.clear());
    }
    await settle(2);
  };
  return {
    slack,
    adapter,
    context,
    clock,
    trace,
    seen: (user, channel, threadTs) => slack.control.messages({ user, channel, threadTs }).map(({ text = '' }) => text),
    deliveries() {
      const all = trace.filter(({ kind }) => kind === 'delivery').map(({ type, outcome }) => `${type} ${outcome}`);
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
    until,
    async close() {
      await adapter.stop();
      await host?.close();
      await slack.close();
    },
  };
}

function sandboxClock(clock: ManualClock): NonNullable<SandboxOptions['clock']> {
  return {
    now: () => clock.now(),
    setTimeout: (run, delayMs) => clock.setTimeout(run, delayMs),
    clearTimeout: (handle) => (handle as ReturnType<ManualClock['setTimeout']>).cancel(),
  };
}
