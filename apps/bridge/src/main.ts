#!/usr/bin/env node
import process from 'node:process';
import { endProcess } from './cli/exit.ts';
import { processIo } from './cli/process-io.ts';
import { runCli } from './cli/run-cli.ts';

const code = await runCli(process.argv.slice(2), processIo());
// What was printed into a pipe may still be on its way.
process.stdout.write('', () => endProcess(code));
