import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BRIDGE = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const SANDBOX = fileURLToPath(new URL('../../../packages/sandbox/dist/main.js', import.meta.url));

/** A child process whose lines are kept, and which can be waited for. */
export class Program {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly exited: Promise<number | null>;
  readonly #waiting = new Set<() => void>();

  constructor(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.exited = once(this.child, 'close').then(([code]: unknown[]) => {
      this.#wake();
      return typeof code === 'number' ? code : null;
    });
    this.#collect(this.child.stdout, this.lines);
    this.#collect(this.child.stderr, this.errors);
  }

  /** The first line that the test wants; rejects if the program ends without it. */
  async line<T>(wanted: (line: string) => T | null | undefined): Promise<T> {
    for (let next = 0; ; ) {
      for (; next < this.lines.length; next += 1) {
        const found = wanted(this.lines[next] ?? '');
        if (found !== null && found !== undefined) return found;
      }
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`it ended without it: ${[...this.lines, ...this.errors].slice(-5).join(' | ')}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return await this.exited;
  }

  #collect(stream: NodeJS.ReadableStream | null, into: string[]): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      into.push(line);
      this.#wake();
    });
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Runs a command of the bridge to its end. */
export async function trunkline(
  ...args: readonly string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const program = new Program(BRIDGE, args);
  const code = await program.exited;
  return { code, out: program.lines.join('\n'), err: program.errors.join('\n') };
}

export function startBridge(config: string): Program {
  return new Program(BRIDGE, ['start', '--config', config]);
}

/** Resolves when the bridge takes requests. */
export async function started(bridge: Program): Promise<void> {
  await bridge.line((line) => (line.includes('"bridge.started"') ? true : null));
}

export async function startSandbox(...args: readonly string[]): Promise<{ program: Program; url: string }> {
  const program = new Program(SANDBOX, ['genesys', '--port', '0', ...args]);
  const url = await program.line((line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]);
  return { program, url };
}

/** Twilio, which calls `smsUrl` with what comes in. */
export async function startTwilioSandbox(...args: readonly string[]): Promise<{ program: Program; url: string }> {
  const program = new Program(SANDBOX, ['twilio', '--port', '0', ...args]);
  const url = await program.line((line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]);
  return { program, url };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface BridgeFolder {
  readonly config: string;
  readonly url: string;
  readonly admin: string;
  remove(): Promise<void>;
}

export const API_KEY = 'key-for-the-tests-only';
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret for the tests, 32 bytes').toString('base64')}`;

export interface FolderOptions {
  readonly genesys: string;
  readonly webhook?: string;
  readonly logLevel?: string;
}

/** A fresh folder with a config file in it. */
export async function bridgeFolder({ genesys, webhook, logLevel = 'info' }: FolderOptions): Promise<BridgeFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-e2e-'));
  const [port, adminPort] = [await freePort(), await freePort()];
  const config = path.join(folder, 'trunkline.yaml');
  await writeFile(
    config,
    [
      'contactCenter:',
      '  transport: guest-chat',
      `  apiUrl: ${genesys}`,
      '  routing: { queue: Support }',
      '  guestChat: { organizationId: 5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11, deploymentId: 6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22 }',
      'channels:',
      '  web:',
      '    adapter: http',
      `    apiKeys: ["${API_KEY}"]`,
      ...(webhook === undefined ? [] : [`    webhook: { url: "${webhook}", secret: "${WEBHOOK_SECRET}" }`]),
      'store: { url: "sqlite:./trunkline.db" }',
      `server: { host: 127.0.0.1, port: ${port} }`,
      `admin: { host: 127.0.0.1, port: ${adminPort} }`,
      `log: { level: ${logLevel} }`,
      '',
    ].join('\n'),
  );
  return {
    config,
    url: `http://127.0.0.1:${port}`,
    admin: `http://127.0.0.1:${adminPort}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
