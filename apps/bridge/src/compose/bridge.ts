import {
  type Clock,
  type Engine,
  type Logger,
  type NodeId,
  NotAcceptingError,
  type Store,
  type Trace,
} from '@trunkline/core';
import type { FastifyInstance } from 'fastify';
import type { Environment } from '../config/interpolate.ts';
import { listen } from '../host/listen.ts';
import type { Phase, Readiness } from '../host/readiness.ts';
import { createAdminServer, createPublicServer } from '../host/server.ts';
import { eventLoopUtilization } from '../host/utilization.ts';
import { createMetrics } from '../observability/metrics.ts';
import { createTraceLog } from '../observability/trace-log.ts';
import { createUnaccounted } from '../observability/unaccounted.ts';
import type { Wiring } from '../wiring.ts';
import type { AdapterFaults } from './adapter-faults.ts';
import { createContactCenter } from './contact-center.ts';
import { guardedAdapter } from './guarded-adapter.ts';
import { openPlannedStore } from './open-planned-store.ts';
import type { BridgePlan } from './plan.ts';

export interface BridgeRuntime {
  readonly wiring: Pick<Wiring, 'createEngine'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: NodeId;
  /** For programs that the config names. */
  readonly environment: Environment;
  readonly faults: AdapterFaults;
  /** Told every step of the engine, besides logs and metrics. */
  readonly trace?: Trace;
}

/** A bridge whose store is open and whose ports are taken. */
export interface Bridge {
  /** Base URLs, with the ports really taken. */
  readonly urls: { readonly server: string; readonly admin: string };
  readiness(): Readiness;
  /** Starts the engine; channels take requests from then on. */
  serve(): Promise<void>;
  /** Drains and closes everything. May be called at any time, once. */
  stop(): Promise<void>;
}

const ENGINE_STOP_MS = 8_000;

/** Opens the store as owner, then both ports. If any of it fails, whatever was opened is closed again. */
export async function openBridge(plan: BridgePlan, runtime: BridgeRuntime): Promise<Bridge> {
  const { clock, logger, node } = runtime;
  const store = await openPlannedStore(plan.store, { role: 'owner', node, clock, logger });
  const opened: FastifyInstance[] = [];
  try {
    return await openHost(plan, { runtime, store, opened });
  } catch (error) {
    await Promise.all(opened.map((app) => app.close()));
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly runtime: BridgeRuntime;
  readonly store: Store;
  /** Servers are added as they are made, for whoever has to close them. */
  readonly opened: FastifyInstance[];
}

async function openHost(plan: BridgePlan, { runtime, store, opened }: Parts): Promise<Bridge> {
  const { logger, faults } = runtime;
  const unaccounted = createUnaccounted({ store, clock: runtime.clock });
  const metrics = createMetrics({ channels: () => readiness().channels, unaccounted });
  faults.countWith(metrics.adapterFault);
  const log = createTraceLog(logger, plan.config.log.level === 'debug');
  const traces = [log, metrics.trace, ...(runtime.trace === undefined ? [] : [runtime.trace])];
  const engine = buildEngine(plan, { runtime, store, trace: (event) => traces.forEach((trace) => void trace(event)) });
  let phase: Phase = 'starting';
  let storeOpen = true;
  const readiness = (): Readiness => ({
    phase,
    storeOpen,
    channels: engine
      .health()
      .map((channel) => ({ ...channel, error: channel.error ?? faults.sentence(channel.channel) })),
  });

  const server = createPublicServer({
    engine,
    readiness,
    logger,
    channels: new Set(plan.channels.map(({ name }) => name)),
    requestAnswered: metrics.requestAnswered,
  });
  const admin = createAdminServer({ readiness, logger, metrics });
  opened.push(server, admin);
  const urls = {
    server: await listen(server, plan.config.server, 'server'),
    admin: await listen(admin, plan.config.admin, 'admin'),
  };
  return {
    urls,
    readiness,
    async serve() {
      const started = engine.start();
      // Each channel takes requests as soon as its own adapter has started; the slowest holds nobody else up.
      if (phase === 'starting') phase = 'opening';
      await started;
      if (phase !== 'opening') throw new NotAcceptingError('The bridge was stopped while it started.');
      phase = 'serving';
    },
    async stop() {
      phase = 'draining';
      await engine.stop(ENGINE_STOP_MS);
      await Promise.all([server.close(), admin.close()]);
      storeOpen = false;
      await store.close();
    },
  };
}

interface EngineParts {
  readonly runtime: BridgeRuntime;
  readonly store: Store;
  readonly trace: Trace;
}

function buildEngine(plan: BridgePlan, { runtime, store, trace }: EngineParts): Engine {
  const { clock, logger, faults, environment } = runtime;
  const parts = { folder: plan.folder, environment, clock, logger };
  const { publicUrl } = plan.config.server;
  return runtime.wiring.createEngine({
    store,
    contactCenters: plan.contactCenters.map((planned) => createContactCenter(planned, parts)),
    channels: plan.channels.map(({ adapterName: _, foreign, ...setup }) => ({
      ...setup,
      adapter: guardedAdapter(setup.adapter, { channel: setup.name, foreign, faults, clock }),
    })),
    clock,
    logger,
    trace,
    utilization: eventLoopUtilization(),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}
