import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('run-child.mjs', import.meta.url));

/** The `main` of a module, run in a process of its own, which tells line by line what it has done. */
export class Child {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #onLine: () => void = () => {};

  constructor(program: URL, args: readonly string[]) {
    this.#process = spawn(process.execPath, [RUNNER, fileURLToPath(program), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#ended = once(this.#process, 'close');
    void this.#ended.then(() => this.#onLine());
    if (this.#process.stdout === null) throw new Error('the child has no output');
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#onLine();
    });
  }

  /** Resolves once it has told so many lines; rejects if it ended before. */
  async told(count: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onLine = () => {
        if (this.lines.length >= count) resolve();
        else if (this.#process.exitCode !== null)
          reject(new Error(`it ended with exit code ${this.#process.exitCode}`));
      };
      this.#onLine();
    });
  }

  /** `kill -9`. Resolves when it is gone and everything it told has arrived. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

/** Runs one test with a child, and kills it afterwards at the latest. */
export async function withChild(child: Child, test: (child: Child) => Promise<void>): Promise<void> {
  try {
    await test(child);
  } finally {
    await child.kill();
  }
}
