import type { Clock } from '@trunkline/core';
import type { Environment } from '../config/interpolate.ts';
import type { Wiring } from '../wiring.ts';

interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** What a command may touch of the process it runs in. */
export interface CliIo {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly environment: Environment;
  readonly cwd: string;
  readonly wiring: Wiring;
  readonly clock: Clock;
  /** Calls back at every SIGTERM and SIGINT. Returns the way to stop it. */
  onSignal(handler: (signal: string) => void): () => void;
  /** Calls back for every error that nobody caught, in the asynchronous context it came from. Returns the way to stop it. */
  onCrash(handler: (error: unknown) => void): () => void;
  /** Ends the process at once, without waiting for anything. */
  exitNow(code: number): void;
}
