import { randomUUID } from 'node:crypto';
import { type Logger, nodeId, systemClock } from '@trunkline/core';
import { AdapterFaults } from '../compose/adapter-faults.ts';
import { type Bridge, openBridge } from '../compose/bridge.ts';
import type { BridgePlan } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { createLogger } from '../observability/logger.ts';
import { CommandError } from './command-error.ts';
import { watchCrashes } from './crash-watch.ts';
import { EXIT } from './exit.ts';
import { explain } from './explain.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { printable } from './table.ts';

const DRAIN_DEADLINE_MS = 9_500;

/** Runs the bridge until a signal; a second signal ends it at once. */
export async function start(options: ConfigOption, io: CliIo): Promise<void> {
  let logger: Logger | null = null;
  const watch = watchCrashes(io, (error) => {
    if (logger === null) io.stderr.write(`${explain(error)}\n`);
    else logger.error({ event: 'bridge.crashed', error }, 'an error that nobody caught');
    io.exitNow(EXIT.failed);
  });
  try {
    const plan = await planBridge({ file: options.config, cwd: io.cwd }, io.environment, io.wiring);
    logger = createLogger(plan.config.log.level, io.stdout as { write(line: string): void });
    const faults = new AdapterFaults(logger);
    watch.tell(faults);
    await run({ plan, io, logger }, faults);
  } finally {
    watch.stop();
  }
}

async function run(around: Surroundings, faults: AdapterFaults): Promise<void> {
  const { plan, io, logger } = around;
  const signals = listenForSignals(io, logger);
  try {
    const bridge = await openBridge(plan, {
      wiring: io.wiring,
      clock: io.clock,
      logger,
      node: nodeId(randomUUID()),
      environment: io.environment,
      faults,
    });
    logger.info({ event: 'bridge.listening', ...bridge.urls }, 'ports are taken, the engine starts');
    await serveUntil(signals.first, bridge, around);
  } finally {
    signals.stop();
  }
}

interface Surroundings {
  readonly plan: BridgePlan;
  readonly io: CliIo;
  readonly logger: Logger;
}

async function serveUntil(signal: Promise<string>, bridge: Bridge, { plan, io, logger }: Surroundings): Promise<void> {
  let stopping = false;
  const serving = bridge.serve().then(() => {
    if (stopping) return;
    logger.info({ event: 'bridge.started', ...bridge.urls, channels: plan.channels.length }, 'the bridge is up');
    if (io.stdout.isTTY === true) io.stdout.write(summary(plan, bridge));
  });
  let failure: unknown;
  try {
    await Promise.race([serving.then(() => signal), signal]);
  } catch (error) {
    failure = error;
  }
  stopping = true;
  serving.catch(() => undefined);
  await drain(bridge, logger);
  if (failure !== undefined) throw failure;
}

async function drain(bridge: Bridge, logger: Logger): Promise<void> {
  logger.info({ event: 'bridge.draining' }, 'the bridge is stopping');
  let deadline: { cancel(): void } | undefined;
  const tooLate = new Promise<'late'>((resolve) => {
    deadline = systemClock.setTimeout(() => resolve('late'), DRAIN_DEADLINE_MS);
  });
  const outcome = await Promise.race([bridge.stop(), tooLate]);
  deadline?.cancel();
  if (outcome === 'late') throw new CommandError('the drain took too long; what is open is settled at the next start');
  logger.info({ event: 'bridge.stopped' }, 'the bridge has stopped');
}

function listenForSignals(io: CliIo, logger: Logger): { readonly first: Promise<string>; stop(): void } {
  let count = 0;
  let onFirst: (signal: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => {
    onFirst = resolve;
  });
  const stop = io.onSignal((signal) => {
    count += 1;
    logger.info({ event: 'bridge.signal', signal }, 'signal received');
    if (count === 1) onFirst(signal);
    else io.exitNow(EXIT.failed);
  });
  return { first, stop };
}

function summary(plan: BridgePlan, { urls }: Bridge): string {
  const lines = plan.channels.map(
    ({ name, adapterName }) => `  ${name} (${printable(adapterName)})  ${urls.server}/channels/${name}`,
  );
  return `\nTrunkline is up.\n${lines.join('\n')}\n  health and metrics  ${urls.admin}/metrics\n\n`;
}
