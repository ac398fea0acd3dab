import { type Clock, systemClock } from '@trunkline/core';
import type { CliIo } from '../cli/io.ts';
import type { Environment } from '../config/interpolate.ts';
import type { Wiring } from '../wiring.ts';

/** A process that is none. */
export class FakeIo {
  out = '';
  err = '';
  readonly exits: number[] = [];
  readonly io: CliIo;
  #onSignal: ((signal: string) => void) | null = null;
  #onCrash: ((error: unknown) => void) | null = null;
  readonly #waiting: { readonly text: string; readonly resolve: () => void }[] = [];

  constructor(setting: {
    readonly cwd: string;
    readonly wiring: Wiring;
    readonly environment?: Environment;
    readonly clock?: Clock;
  }) {
    this.io = {
      cwd: setting.cwd,
      wiring: setting.wiring,
      environment: setting.environment ?? {},
      clock: setting.clock ?? systemClock,
      stdout: { write: (text) => this.#print(text) },
      stderr: {
        write: (text) => {
          this.err += text;
        },
      },
      onSignal: (handler) => {
        this.#onSignal = handler;
        return () => {
          this.#onSignal = null;
        };
      },
      onCrash: (handler) => {
        this.#onCrash = handler;
        return () => {
          this.#onCrash = null;
        };
      },
      exitNow: (code) => void this.exits.push(code),
    };
  }

  signal(name: string): void {
    this.#onSignal?.(name);
  }

  crash(error: unknown): void {
    this.#onCrash?.(error);
  }

  get listening(): boolean {
    return this.#onSignal !== null || this.#onCrash !== null;
  }

  /** Resolves once this stands in the output. */
  printed(text: string): Promise<void> {
    if (this.out.includes(text)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ text, resolve }));
  }

  #print(text: string): void {
    this.out += text;
    for (const waiting of this.#waiting) if (this.out.includes(waiting.text)) waiting.resolve();
  }
}
