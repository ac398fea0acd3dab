import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from './chance.ts';
import { Rotation } from './rotation.ts';

const LAST_ECHO_MS = 20_000;
const TICK_MS = 1;

/** Who can have a round trip. */
export interface Talkers {
  roundTrip(customer: number): Promise<void>;
  settled(timeoutMs: number): Promise<void>;
}

export interface OpenLoop {
  readonly customers: number;
  readonly perSecond: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Of the arrivals: the same ones for whoever is measured. */
  readonly seed: number;
}

/**
 * Customers write when they like, at random moments at a fixed rate, however long the answers take. Resolves to the
 * milliseconds of each round trip that began after the warm-up.
 */
export async function runOpenLoop(customers: Talkers, loop: OpenLoop): Promise<readonly number[]> {
  const rotation = new Rotation(loop.customers);
  const chance = new Chance(loop.seed);
  const latenciesMs: number[] = [];
  const measureFrom = performance.now() + loop.warmUpMs;
  const end = measureFrom + loop.measureMs;

  async function talk(): Promise<void> {
    const from = performance.now();
    const customer = await rotation.take();
    await customers.roundTrip(customer);
    rotation.give(customer);
    if (from >= measureFrom) latenciesMs.push(performance.now() - from);
  }

  for (let due = performance.now(); due < end; ) {
    if (due > performance.now()) await sleep(TICK_MS);
    for (; due <= performance.now() && due < end; due += chance.gapMs(loop.perSecond)) void talk();
  }
  await customers.settled(LAST_ECHO_MS);
  return latenciesMs;
}
