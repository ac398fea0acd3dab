#!/usr/bin/env node
import process from 'node:process';
import { endProcess } from './cli/exit.ts';

const argv = process.argv.slice(2);
const code = startsBridge(argv) ? await onThread() : await here();
// What was printed into a pipe may still be on its way.
process.stdout.write('', () => endProcess(code));

/** Only the bridge itself has so much to do that a thread made for it pays. */
function startsBridge([command, ...options]: readonly string[]): boolean {
  return command === 'start' && !options.includes('--help') && !options.includes('-h');
}

/** Each loads only what it needs: the thread loads the rest anyway. */
async function onThread(): Promise<number> {
  const { runOnThread } = await import('./thread/run-on-thread.ts');
  return await runOnThread(argv);
}

async function here(): Promise<number> {
  const { runCli } = await import('./cli/run-cli.ts');
  const { processIo } = await import('./cli/process-io.ts');
  return await runCli(argv, processIo());
}
