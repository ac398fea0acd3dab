import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Program } from '@trunkline/bench/program';
import { untilReady } from '@trunkline/bench/ready';
import { inRepository } from '@trunkline/bench/repository';
import type { Stretch } from '../oracle/beyond-reach.ts';
import type { BridgeFolder } from './bridge-folder.ts';
import type { Timing } from './timing.ts';

const run = promisify(execFile);
const AGAIN_MS = 200;
const STOPS_WITHIN_MS = 10_000;
/** The machine may be busy. */
const ALLOWANCE_MS = 2_000;

export interface KeeperOptions {
  readonly folder: BridgeFolder;
  readonly timing: Timing;
  /** Told each line that the bridge says. */
  readonly hear: (line: string) => void;
  /** Of files that the process may have open; default: what this process may. */
  readonly mostFiles?: number;
  /** For Node, before the program. */
  readonly nodeFlags?: readonly string[];
}

/** How a kill goes on. */
export interface Kill {
  /** How long nobody is there. */
  readonly awayMs: number;
  /** When the next process is killed too, after its start; null: it lives. */
  readonly againAfterMs: number | null;
}

/** Runs the bridge as a process of its own, kills it, and starts it again, like whoever supervises it outside. */
export class BridgeKeeper {
  readonly url: string;
  readonly database: string;
  readonly timing: Timing;
  /** What it did that nobody had asked for, in words. */
  readonly problems: string[] = [];
  /** Starts that ended at once, as when the database was locked, and were repeated. */
  refusedStarts = 0;
  /** From the end of each process until the next one took requests. */
  readonly absences: Stretch[] = [];
  #goneAt: number | null = null;
  readonly #options: KeeperOptions;
  #program: Program | null = null;
  #asked = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.url = options.folder.url;
    this.database = options.folder.database;
    this.timing = options.timing;
  }

  get pid(): number {
    return this.#program?.pid ?? 0;
  }

  /** Resolves to the milliseconds until it takes requests. */
  async start(): Promise<number> {
    return await this.#inTurn(() => this.#launch());
  }

  async kill({ awayMs, againAfterMs }: Kill): Promise<void> {
    await this.#inTurn(async () => {
      await this.#end('SIGKILL');
      await sleep(awayMs);
      if (againAfterMs !== null) {
        this.#spawn();
        await sleep(againAfterMs);
        await this.#end('SIGKILL');
      }
      await this.#launch();
    });
  }

  /** SIGTERM, then the next one. */
  async restart(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#drain();
      await this.#launch();
    });
  }

  /** SIGTERM. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#drain());
  }

  /** Sets one of the running process's limits, `soft:hard`. The next process has none. */
  async limit(what: 'fsize' | 'nofile', value: string): Promise<void> {
    await run('prlimit', ['--pid', String(this.pid), `--${what}=${value}`]).catch((error: unknown) => {
      // The process may just have been killed; without the program there is nothing to be set.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    });
  }

  async #launch(): Promise<number> {
    const from = performance.now();
    for (;;) {
      const program = this.#spawn();
      const readyMs = await untilReady(program, this.url).catch(() => null);
      if (readyMs !== null) {
        if (this.#goneAt !== null) this.absences.push({ from: this.#goneAt, to: Date.now() });
        this.#goneAt = null;
        void program.ended().then((code) => this.#watch(program, code));
        return performance.now() - from;
      }
      this.refusedStarts += 1;
      await this.#end('SIGKILL');
      await sleep(AGAIN_MS);
    }
  }

  #spawn(): Program {
    const { folder, hear, mostFiles, nodeFlags = [] } = this.#options;
    const start = [...nodeFlags, inRepository('apps/bridge/dist/main.js'), 'start', '--config', folder.config];
    const limited = ['-c', `ulimit -n ${mostFiles} && exec "$0" "$@"`, process.execPath, ...start];
    this.#asked = false;
    this.#program =
      mostFiles === undefined
        ? new Program(start, dirname(folder.config), { hear })
        : new Program(limited, dirname(folder.config), { hear, command: 'sh' });
    return this.#program;
  }

  async #drain(): Promise<void> {
    const from = performance.now();
    const program = this.#program;
    await this.#end('SIGTERM');
    const tookMs = performance.now() - from;
    const code = (await program?.ended()) ?? null;
    if (code !== 0) this.problems.push(`after SIGTERM the bridge ended with ${code}`);
    if (tookMs > STOPS_WITHIN_MS + ALLOWANCE_MS)
      this.problems.push(`after SIGTERM the bridge took ${Math.round(tookMs)} ms to end`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#asked = true;
    this.#goneAt ??= Date.now();
    if (this.#program?.running) await this.#program.kill(signal);
  }

  #watch(program: Program, code: number | null): void {
    if (this.#asked || program !== this.#program) return;
    this.#goneAt ??= Date.now();
    this.problems.push(`the bridge ended by itself with ${code}, saying: ${program.lastWords.slice(-500)}`);
    void this.start();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => {});
    return result;
  }
}
