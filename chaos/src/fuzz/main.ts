#!/usr/bin/env node
import { runFuzzCli } from './fuzz-cli.ts';

process.exitCode = await runFuzzCli(process.argv.slice(2));
