import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createParser } from 'eventsource-parser';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface DemoState {
  readonly bridge: { readonly state: string; readonly pid: number; readonly channel: string };
  readonly sandbox: { readonly url: string; readonly pid: number };
  readonly phone: { readonly url: string; readonly pid: number };
  readonly workspace: { readonly url: string; readonly pid: number };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** `trunkline sandbox` as a person starts it, on free ports, and a browser without a window. */
export class DemoProcess {
  /** Where it may put files. */
  readonly folder: string;
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  out = '';
  err = '';
  url = '';

  constructor(folder: string, byNpm: boolean) {
    this.folder = folder;
    const command = [process.execPath, MAIN, 'sandbox', '--port', '0'];
    const [file = '', ...args] = byNpm ? ['sh', '-c', `"${command.join('" "')}"; true`] : command;
    this.process = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TMPDIR: folder,
        TEMP: folder,
        npm_lifecycle_event: byNpm ? 'start' : undefined,
      },
    });
    this.process.stdout?.on('data', (chunk) => {
      this.out += String(chunk);
    });
    this.process.stderr?.on('data', (chunk) => {
      this.err += String(chunk);
    });
    this.exited = once(this.process, 'close').then(([code]) => code as number | null);
  }

  /** Resolves once it printed how to stop it. */
  async started(): Promise<this> {
    await until(() => this.out.includes('Ctrl+C') || this.process.exitCode !== null, 'the demonstration starts');
    this.url = /https?:\/\/\S+/.exec(this.out)?.[0] ?? '';
    if (this.url === '') throw new Error(`it did not start: ${this.out}${this.err}`);
    return this;
  }

  async text(path: string): Promise<string> {
    return await (await fetch(`${this.url}${path}`)).text();
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.text(path)) as T;
  }

  async post(path: string, body: object = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { origin: this.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Follows an event stream as a browser does: comes again with the id of the last event. */
  follow(path: string, onEvent: (type: string, data: string) => void): () => void {
    const closed = new AbortController();
    void this.#follow(path, onEvent, closed.signal);
    return () => closed.abort();
  }

  async #follow(path: string, onEvent: (type: string, data: string) => void, signal: AbortSignal): Promise<void> {
    let last = '';
    const parser = createParser({
      onEvent({ id, event, data }) {
        if (id !== undefined) last = id;
        onEvent(event ?? 'message', data);
      },
    });
    const decoder = new TextDecoder();
    while (!signal.aborted) {
      try {
        const { body } = await fetch(`${this.url}${path}`, {
          signal,
          headers: last === '' ? {} : { 'last-event-id': last },
        });
        for await (const chunk of body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
      } catch {
        // Comes again.
      }
      parser.reset();
      await wait(50, undefined, { signal }).catch(() => undefined);
    }
  }
}

const PATIENCE_MS = 30_000;

export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await wait(20);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
