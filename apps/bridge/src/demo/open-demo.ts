import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@trunkline/core';
import { listen } from '../host/listen.ts';
import { type BridgePorts, createSecrets, smsWebhookUrl } from './bridge-config.ts';
import { BridgeKeeper, type BridgeStatus } from './bridge-keeper.ts';
import { describeEnd } from './child.ts';
import { clientModule } from './client-files.ts';
import { DemoError } from './demo-error.ts';
import { type DemoSandboxes, type SandboxPorts, startSandboxes } from './demo-sandboxes.ts';
import { Journal } from './journal.ts';
import { createPageServer } from './page-server.ts';
import { sandboxAccounts } from './sandbox-accounts.ts';
import { pathOfSlackLine } from './slack-event.ts';
import { DEMO_HOST, takePort } from './take-port.ts';
import { pathOfTwilioLine } from './twilio-event.ts';
import { watchWire } from './watch-wire.ts';
import { WEBHOOK_PATH } from './webhook-route.ts';
import { pathOfWireLine } from './wire-event.ts';

export interface DemoPorts extends BridgePorts, SandboxPorts {
  readonly page: number;
  /** Whether another page port will do. */
  readonly pageMayMove: boolean;
}

export interface Demo {
  readonly pageUrl: string;
  readonly sandboxUrl: string;
  readonly twilioUrl: string;
  readonly slackUrl: string;
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

/** Starts the sandboxes, the bridge and the page; resolves once a message can be sent. */
export async function openDemo(ports: DemoPorts, { logger, signal, onClose }: DemoSurroundings): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-demo-'));
  onClose(() => rm(folder, { recursive: true, force: true }));
  const journal = new Journal();
  const secrets = createSecrets();

  const bridgePorts = { server: await takePort(ports.server), admin: await takePort(ports.admin) };
  const sandboxes = await startSandboxes(ports, { smsUrl: smsWebhookUrl(bridgePorts), signal, onClose });
  const { genesys, twilio, slack } = sandboxes;
  const watch = new AbortController();
  onClose(async () => watch.abort());
  await watchWires(sandboxes, journal, watch.signal);

  const urls = { sandboxUrl: genesys.url, twilioUrl: twilio.url, slackUrl: slack.url };
  const bridge = new BridgeKeeper({ folder, journal, secrets, ...urls, ports: bridgePorts });
  const page = await createPageServer(
    {
      journal,
      secrets,
      bridge,
      sandbox: { url: genesys.url, pid: genesys.child.pid },
      phone: { url: twilio.url, pid: twilio.child.pid, number: sandboxAccounts.twilio.number },
      workspace: { url: slack.url, pid: slack.child.pid },
      client: clientModule(),
    },
    logger,
  );
  onClose(() => page.close());
  const port = await pagePort(ports);
  const pageUrl = await listen(page, { host: DEMO_HOST, port }, 'server');
  onClose(() => bridge.stop());
  await bridge.start({ webhookUrl: `${pageUrl}${WEBHOOK_PATH}`, origins: originsOf(pageUrl) }, signal);

  return { pageUrl, ...urls, bridge: bridge.status, failed: untilOneEnds(sandboxes) };
}

async function watchWires(
  { genesys, twilio, slack }: DemoSandboxes,
  journal: Journal,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([
    watchWire({ sandboxUrl: genesys.url, readLine: pathOfWireLine, journal }, signal).watching,
    watchWire({ sandboxUrl: twilio.url, readLine: pathOfTwilioLine, journal }, signal).watching,
    watchWire({ sandboxUrl: slack.url, readLine: pathOfSlackLine, journal }, signal).watching,
  ]);
}

function untilOneEnds({ genesys, twilio, slack }: DemoSandboxes): Promise<never> {
  const named = [
    ['the sandbox', genesys],
    ['the sandbox of Twilio', twilio],
    ['the sandbox of Slack', slack],
  ] as const;
  const failed = Promise.race(
    named.map(async ([name, { child }]) => {
      throw new DemoError(`${name} ended ${describeEnd(await child.ended)}`);
    }),
  );
  failed.catch(() => undefined);
  return failed;
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
