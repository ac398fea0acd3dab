import { setTimeout as sleep } from 'node:timers/promises';
import { cpuUs } from '../machine/process-usage.ts';
import type { Stage } from '../stage.ts';
import { Rotation } from './rotation.ts';

const LAST_ECHO_MS = 20_000;
const LONGEST_WARM_UP_MS = 15_000;

export interface ClosedLoop {
  /** Customers that take turns. */
  readonly customers: number;
  /** Round trips under way at any time. */
  readonly atOnce: number;
  readonly warmUpMs: number;
  /** The warm-up lasts until so many round trips were made, too, but not for ever. Default 0. */
  readonly warmUpTrips?: number;
  readonly measureMs: number;
}

/** What a subject did in one stretch of full load. */
export interface LoadSample {
  readonly roundTripsPerSecond: number;
  readonly cpuUsPerRoundTrip: number;
  /** Of one core: how busy each process was. Near 1 it is what limits the throughput. */
  readonly busy: { readonly subject: number; readonly sandbox: number; readonly load: number };
}

/** As much as the subject takes: whenever a round trip ends, the next one begins. */
export async function runClosedLoop(stage: Stage, loop: ClosedLoop): Promise<LoadSample> {
  const { customers } = stage;
  const rotation = new Rotation(loop.customers);
  const trips = customers.completed;
  let running = true;
  async function work(): Promise<void> {
    while (running) {
      const customer = await rotation.take();
      await customers.roundTrip(customer);
      rotation.give(customer);
    }
  }
  const workers = Array.from({ length: Math.min(loop.atOnce, loop.customers) }, work);
  await sleep(loop.warmUpMs);
  const warmAt = trips + (loop.warmUpTrips ?? 0);
  const giveUpAt = performance.now() + LONGEST_WARM_UP_MS;
  while (customers.completed < warmAt && performance.now() < giveUpAt) await sleep(50);
  const before = await reading(stage);
  await sleep(loop.measureMs);
  const after = await reading(stage);
  running = false;
  await Promise.race([Promise.all(workers), customers.settled(LAST_ECHO_MS)]);
  return sampleOf(before, after);
}

interface Reading {
  readonly at: number;
  readonly completed: number;
  readonly subjectUs: number;
  readonly sandboxUs: number;
  readonly loadUs: number;
}

async function reading({ customers, subject, sandbox }: Stage): Promise<Reading> {
  const [subjectUs, sandboxUs] = await Promise.all([cpuUs(subject.pid), cpuUs(sandbox.pid)]);
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), completed: customers.completed, subjectUs, sandboxUs, loadUs: user + system };
}

function sampleOf(before: Reading, after: Reading): LoadSample {
  const roundTrips = after.completed - before.completed;
  const us = (after.at - before.at) * 1_000;
  return {
    roundTripsPerSecond: (roundTrips / us) * 1_000_000,
    cpuUsPerRoundTrip: (after.subjectUs - before.subjectUs) / Math.max(1, roundTrips),
    busy: {
      subject: (after.subjectUs - before.subjectUs) / us,
      sandbox: (after.sandboxUs - before.sandboxUs) / us,
      load: (after.loadUs - before.loadUs) / us,
    },
  };
}
