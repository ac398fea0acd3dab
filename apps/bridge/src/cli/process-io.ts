import process from 'node:process';
import { systemClock } from '@trunkline/core';
import { wiring } from '../wiring.ts';
import { endProcess } from './exit.ts';
import type { CliIo } from './io.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const CRASHES = ['uncaughtException', 'unhandledRejection'] as const;

/** The real process; the only reader of the environment. */
export function processIo(): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    cwd: process.cwd(),
    wiring,
    clock: systemClock,
    onSignal(handler) {
      for (const signal of SIGNALS) process.on(signal, handler);
      return () => {
        for (const signal of SIGNALS) process.off(signal, handler);
      };
    },
    onCrash(handler) {
      for (const crash of CRASHES) process.on(crash, handler);
      return () => {
        for (const crash of CRASHES) process.off(crash, handler);
      };
    },
    exitNow: endProcess,
  };
}
