import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { EXIT } from '../cli/exit.ts';
import { SIGNALS } from './signals.ts';
import type { ThreadData } from './thread-data.ts';

/**
 * Three semi-spaces of 64 MB. What 128 messages under way hold at a time does not fit into Node's 16, so that each
 * collection copies it again and again; see docs/decisions/0008.
 */
const YOUNG_GENERATION_MB = 192;

/**
 * Runs a command on a thread of its own, since only a thread can be given a larger young generation by the program
 * itself. Signals are handed to it, what it prints goes to this process's outputs. Resolves to the exit code.
 */
export async function runOnThread(argv: readonly string[]): Promise<number> {
  const workerData: ThreadData = { isTTY: process.stdout.isTTY === true };
  const thread = new Worker(new URL('./main.js', import.meta.url), {
    argv: [...argv],
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  for (const signal of SIGNALS) process.on(signal, () => thread.postMessage(signal));
  return await new Promise((resolve) => {
    let failed = false;
    thread.once('error', (error) => {
      failed = true;
      void describe(error).then((words) => {
        process.stderr.write(`${words}\n`);
        resolve(EXIT.failed);
      });
    });
    thread.once('exit', (code) => {
      if (!failed) resolve(code);
    });
  });
}

const OUT_OF_MEMORY =
  'the bridge has used up its memory; nothing that was accepted is lost. Give it more, by the environment: ' +
  'NODE_OPTIONS=--max-old-space-size=8192 (in megabytes)';

/** What nobody caught there: the program could not be loaded, or the memory was used up. */
async function describe(error: unknown): Promise<string> {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') return OUT_OF_MEMORY;
  const { explain } = await import('../cli/explain.ts');
  return explain(error);
}
