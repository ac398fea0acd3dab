import { randomUUID } from 'node:crypto';
import {
  type AuditedSession,
  auditSessions,
  type ContactCenter,
  type Difference,
  type Logger,
  nodeId,
  type Store,
} from '@trunkline/core';
import { createContactCenter } from '../compose/contact-center.ts';
import { openPlannedStore } from '../compose/open-planned-store.ts';
import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { createLedger } from './audit-ledger.ts';
import { type AuditItem, type AuditReport, asText } from './audit-report.ts';
import { asItself } from './check-adapters.ts';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { withProgress } from './progress.ts';
import { json } from './table.ts';

export interface AuditOptions extends ConfigOption {
  /** Milliseconds. */
  readonly since: number;
  readonly json?: true;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
/** What is newer may be under way. */
const SETTLED_MS = 60_000;

/** Compares what the store says with what the other sides have. Only reads, and may run beside the bridge. */
export async function audit(options: AuditOptions, io: CliIo): Promise<void> {
  const plan = await planBridge({ file: options.config, cwd: io.cwd }, io.environment, io.wiring);
  const runtime = { role: 'reader', node: nodeId(randomUUID()), clock: io.clock, logger: silent } as const;
  const store = await openPlannedStore(plan.store, runtime);
  const parts = { folder: plan.folder, environment: io.environment, clock: io.clock, logger: silent };
  const contactCenters = new Map(
    plan.contactCenters.map((planned) => [planned.name, createContactCenter(planned, parts)]),
  );
  try {
    const report = await withProgress(io, 'comparing with the other sides', () =>
      compare({ plan, store, contactCenters, io }, options.since),
    );
    io.stdout.write(options.json === true ? `${json(report)}\n` : asText(report));
    const found = report.items.length + report.unaccounted;
    if (found > 0) throw new CommandError(`${found} ${found === 1 ? 'difference' : 'differences'} found`);
  } finally {
    await Promise.all([...contactCenters.values()].map((one) => one.stop()));
    await store.close();
  }
}

interface Sides {
  readonly plan: BridgePlan;
  readonly store: Store;
  readonly contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly io: CliIo;
}

async function compare(sides: Sides, sinceMs: number): Promise<AuditReport> {
  const { plan, store, contactCenters, io } = sides;
  const { signal } = new AbortController();
  const sessions: AuditedSession[] = [];
  const items: AuditItem[] = [];
  for (const channel of plan.channels) {
    const options = { store, contactCenters, now: () => io.clock.now(), channel: channel.name };
    for await (const session of auditSessions(options, signal)) {
      sessions.push(session);
      const { conversationId } = session;
      items.push(
        ...session.differences.map((one) => ({ channel: channel.name, conversationId, side: 'agents', ...one })),
      );
    }
    const found = await ofMedium(channel, sides, sinceMs);
    items.push(...found.map((one) => ({ channel: channel.name, conversationId: null, side: 'customers', ...one })));
  }
  return {
    items,
    unaccounted: await store.unaccounted(true),
    sessions: {
      compared: sessions.filter(({ unreadable }) => unreadable === null).length,
      entries: sessions.reduce((sum, { entries }) => sum + entries, 0),
      unreadable: sessions.flatMap(({ conversationId, unreadable }) =>
        unreadable === null ? [] : [{ conversationId, code: unreadable }],
      ),
    },
    channels: plan.channels.map(({ name, adapter }) => ({ channel: name, compared: adapter.audit !== undefined })),
  };
}

async function ofMedium(
  channel: PlannedChannel,
  { plan, store, io }: Sides,
  sinceMs: number,
): Promise<readonly Difference[]> {
  const { adapter, name } = channel;
  if (adapter.audit === undefined) return [];
  const now = io.clock.now();
  const { publicUrl } = plan.config.server;
  const range = {
    channel: name,
    publicUrl: publicUrl === undefined ? null : `${publicUrl}/channels/${name}`,
    since: now - sinceMs,
    until: now - SETTLED_MS,
  };
  const { signal } = new AbortController();
  return asItself(channel, async () => {
    const found: Difference[] = [];
    for await (const one of adapter.audit?.(range, createLedger(store, range), signal) ?? []) found.push(one);
    return found;
  });
}
