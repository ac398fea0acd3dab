import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Genesys } from './genesys.ts';
import { freePort, type Program, startBridge, started, startSandbox, startTwilioSandbox } from './processes.ts';
import { Twilio } from './twilio.ts';

export interface SmsSetting {
  readonly twilio: Twilio;
  readonly genesys: Genesys;
  readonly config: string;
  readonly bridge: Program;
  /** Kills the bridge, hard. */
  kill(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const AUTH_TOKEN = 'f'.repeat(32);
const ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/** Genesys, Twilio and the bridge between them, each a process of its own. */
export async function smsSetting(agent: 'echo' | 'desk', ...twilioArgs: readonly string[]): Promise<SmsSetting> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const publicUrl = `http://127.0.0.1:${port}`;
  const inbound = `${publicUrl}/channels/sms/inbound#rc=3&rp=all`;
  const genesys = await startSandbox('--agent', agent);
  const twilio = await startTwilioSandbox('--sms-url', inbound, '--auth-token', AUTH_TOKEN, ...twilioArgs);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-sms-'));
  const config = path.join(folder, 'trunkline.yaml');
  await writeFile(config, configOf({ port, adminPort, genesys: genesys.url, twilio: twilio.url }));
  let bridge = startBridge(config);
  await started(bridge);
  return {
    twilio: new Twilio(twilio.url),
    genesys: new Genesys(genesys.url),
    config,
    get bridge() {
      return bridge;
    },
    async kill() {
      await bridge.kill('SIGKILL');
    },
    async start() {
      bridge = startBridge(config);
      await started(bridge);
    },
    async close() {
      for (const program of [bridge, twilio.program, genesys.program]) await program.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Places {
  readonly port: number;
  readonly adminPort: number;
  readonly genesys: string;
  readonly twilio: string;
}

function configOf({ port, adminPort, genesys, twilio }: Places): string {
  return `contactCenter:
  transport: guest-chat
  apiUrl: ${genesys}
  routing: { queue: Support }
  guestChat: { organizationId: 5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11, deploymentId: 6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22 }
channels:
  sms:
    adapter: sms
    accountSid: ${ACCOUNT_SID}
    authToken: "${AUTH_TOKEN}"
    apiUrl: ${twilio}
    texts: { waiting: null, joined: null, left: null, ended: null }
store: { url: "sqlite:./trunkline.db" }
server: { host: 127.0.0.1, port: ${port}, publicUrl: "http://127.0.0.1:${port}" }
admin: { host: 127.0.0.1, port: ${adminPort} }
`;
}

/** Waits until what is asked for is so; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
