import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { readyChild } from './ready-child.ts';
import { DEMO_HOST, takePort } from './take-port.ts';

export interface DemoSandbox {
  readonly url: string;
  readonly child: Child;
}

/** Starts the sandbox as the process it is for anybody, with a person at the agents' desk. */
export async function startSandbox(wantedPort: number, signal: AbortSignal): Promise<DemoSandbox> {
  const port = await takePort(wantedPort);
  const url = `http://${DEMO_HOST}:${port}`;
  const folder = dirname(createRequire(import.meta.url).resolve('@trunkline/sandbox/package.json'));
  const child = startChild({
    script: join(folder, 'dist', 'main.js'),
    args: ['genesys', '--port', String(port), '--agent', 'desk'],
  });
  await readyChild(child, { name: 'the sandbox', url: `${url}/_sandbox/healthz`, signal });
  return { url, child };
}
