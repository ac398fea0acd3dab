import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { endProcess } from '../cli/exit.ts';
import { runCli } from '../cli/run-cli.ts';
import type { ThreadData } from './thread-data.ts';
import { threadIo } from './thread-io.ts';

if (parentPort === null) throw new TypeError('This is the program of a thread; start the one beside it.');
const code = await runCli(process.argv.slice(2), threadIo(parentPort, workerData as ThreadData));
// What was printed may still be on its way.
process.stdout.write('', () => endProcess(code));
