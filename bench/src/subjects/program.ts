import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const KEPT_LINES = 50;

export interface ProgramOptions {
  /** What runs, if not Node itself: something that ends up as the program, e.g. a shell with `exec`. */
  readonly command?: string;
  /** Told each line of both its outputs. */
  readonly hear?: (line: string) => void;
}

/** A Node program as a child process. What it says is kept, as far as it is recent. */
export class Program {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #lines: string[] = [];
  readonly #hear: (line: string) => void;
  #onLine: (line: string) => void = () => {};

  constructor(args: readonly string[], cwd: string, { command = process.execPath, hear }: ProgramOptions = {}) {
    this.#hear = hear ?? (() => {});
    this.#child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#heard(line));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it has ended, to its exit code; null: a signal ended it. */
  async ended(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }

  /** What it said last. */
  get lastWords(): string {
    return this.#lines.join('\n');
  }

  /** The first line that is wanted, also if it was said before. Rejects if the program ends without it. */
  async line(wanted: RegExp): Promise<string> {
    const found = new Promise<string>((resolve) => {
      this.#onLine = (line) => {
        const match = wanted.exec(line);
        if (match !== null) resolve(match[0]);
      };
      for (const line of this.#lines) this.#onLine(line);
    });
    return await Promise.race([found, this.#exited.then(() => Promise.reject(this.#endedEarly()))]);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await this.#exited;
  }

  #heard(line: string): void {
    this.#hear(line);
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    this.#onLine(line);
  }

  #endedEarly(): Error {
    return new Error(`a program ended early, saying: ${this.lastWords}`);
  }
}
