import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { readyChild } from './ready-child.ts';
import { DEMO_HOST, takePort } from './take-port.ts';

export interface DemoSandbox {
  readonly url: string;
  readonly child: Child;
}

export interface SandboxStart {
  /** For the error message. */
  readonly name: string;
  /** What it plays, and how. */
  readonly args: readonly string[];
  readonly wantedPort: number;
}

/** Starts a sandbox as the process it is for anybody; resolves once it answers. */
export async function startSandbox(
  { name, args, wantedPort }: SandboxStart,
  signal: AbortSignal,
): Promise<DemoSandbox> {
  const port = await takePort(wantedPort);
  const url = `http://${DEMO_HOST}:${port}`;
  const folder = dirname(createRequire(import.meta.url).resolve('@trunkline/sandbox/package.json'));
  const child = startChild({
    script: join(folder, 'dist', 'main.js'),
    args: [...args, '--port', String(port)],
  });
  await readyChild(child, { name, url: `${url}/_sandbox/healthz`, signal });
  return { url, child };
}
