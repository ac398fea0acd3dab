import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Program } from './program.ts';

const LOOK_EVERY_MS = 2;
const GIVE_UP_MS = 60_000;

/** Resolves to the milliseconds until the program answered that it is ready. */
export async function untilReady(program: Program, url: string): Promise<number> {
  const from = performance.now();
  for (;;) {
    const ready = await request(`${url}/readyz`).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode === 200;
      },
      () => false,
    );
    const tookMs = performance.now() - from;
    if (ready) return tookMs;
    if (!program.running || tookMs > GIVE_UP_MS) throw new Error(`a program does not start: ${program.lastWords}`);
    await sleep(LOOK_EVERY_MS);
  }
}
