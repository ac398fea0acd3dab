import { TrunklineError } from '@trunkline/core';
import { fastify } from 'fastify';
import { listen } from '../host/listen.ts';

export const DEMO_HOST = '127.0.0.1';

/** A port that is free now: the wanted one, else another. 0 wants any. */
export async function takePort(wanted: number): Promise<number> {
  const probe = fastify({ logger: false });
  try {
    const url = await listen(probe, { host: DEMO_HOST, port: wanted }, 'server');
    return Number(new URL(url).port);
  } catch (error) {
    if (wanted === 0 || !isTaken(error)) throw error;
    return await takePort(0);
  } finally {
    await probe.close();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof TrunklineError && ['host.port-in-use', 'host.port-forbidden'].includes(error.code);
}
