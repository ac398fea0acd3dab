import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@trunkline/core';
import { listen } from '../host/listen.ts';
import { createSecrets } from './bridge-config.ts';
import { BridgeKeeper, type BridgeStatus } from './bridge-keeper.ts';
import { describeEnd } from './child.ts';
import { clientModule } from './client-files.ts';
import { DemoError } from './demo-error.ts';
import { Journal } from './journal.ts';
import { createPageServer } from './page-server.ts';
import { startSandbox } from './sandbox-child.ts';
import { DEMO_HOST, takePort } from './take-port.ts';
import { watchWire } from './watch-wire.ts';
import { WEBHOOK_PATH } from './webhook-route.ts';

export interface DemoPorts {
  readonly page: number;
  /** Whether another page port will do. */
  readonly pageMayMove: boolean;
  readonly sandbox: number;
  readonly server: number;
  readonly admin: number;
}

export interface Demo {
  readonly pageUrl: string;
  readonly sandboxUrl: string;
  readonly bridge: BridgeStatus;
  /** Rejects when the demonstration cannot go on; never resolves. */
  readonly failed: Promise<never>;
}

export interface DemoSurroundings {
  readonly logger: Logger;
  /** Gives up starting. */
  readonly signal: AbortSignal;
  /** Told how to close what was opened, as it is opened. To be closed last first. */
  readonly onClose: (close: () => Promise<void>) => void;
}

/** Starts the sandbox, the bridge and the page; resolves once a message can be sent. */
export async function openDemo(ports: DemoPorts, { logger, signal, onClose }: DemoSurroundings): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-demo-'));
  onClose(() => rm(folder, { recursive: true, force: true }));
  const journal = new Journal();
  const secrets = createSecrets();

  const sandbox = await startSandbox(ports.sandbox, signal);
  onClose(() => sandbox.child.stop());
  const watch = new AbortController();
  onClose(async () => watch.abort());
  await watchWire(sandbox.url, journal, watch.signal).watching;

  const bridge = new BridgeKeeper({ folder, journal, secrets, sandboxUrl: sandbox.url, ports });
  const page = await createPageServer(
    { journal, secrets, bridge, sandbox: { url: sandbox.url, pid: sandbox.child.pid }, client: clientModule() },
    logger,
  );
  onClose(() => page.close());
  const port = await pagePort(ports);
  const pageUrl = await listen(page, { host: DEMO_HOST, port }, 'server');
  onClose(() => bridge.stop());
  await bridge.start({ webhookUrl: `${pageUrl}${WEBHOOK_PATH}`, origins: originsOf(pageUrl) }, signal);

  const failed = sandbox.child.ended.then((end) => {
    throw new DemoError(`the sandbox ended ${describeEnd(end)}`);
  });
  failed.catch(() => undefined);
  return { pageUrl, sandboxUrl: sandbox.url, bridge: bridge.status, failed };
}

/** The page answers to both names of this machine. */
function originsOf(pageUrl: string): readonly string[] {
  const { origin, port } = new URL(pageUrl);
  return [origin, `http://localhost:${port}`];
}

async function pagePort({ page, pageMayMove }: DemoPorts): Promise<number> {
  const port = await takePort(page);
  if (page === 0 || port === page || pageMayMove) return port;
  throw new DemoError(
    `port ${page} on ${DEMO_HOST} cannot be taken: stop the process that has it or give another with --port`,
  );
}
