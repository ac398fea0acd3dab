import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Genesys } from './genesys.ts';
import { freePort, Program, startBridge, started, startSandbox } from './processes.ts';

const SANDBOX = fileURLToPath(new URL('../../../packages/sandbox/dist/main.js', import.meta.url));

/** Slack as people use it, by the control API of the sandbox. */
class SlackPeople {
  readonly url: string;
  readonly #url: string;

  constructor(url: string) {
    this.url = url;
    this.#url = `${url}/_sandbox`;
  }

  async act(what: string, order: object): Promise<{ readonly ts?: string }> {
    const response = await fetch(`${this.#url}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as { readonly ts?: string });
  }

  /** As Alex sees them, or somebody else: who says what, in a channel or in a thread of it. */
  async messages(channel: string, of: string | MessagesOf = {}): Promise<readonly SlackPost[]> {
    const { user = 'alex', threadTs } = typeof of === 'string' ? { threadTs: of } : of;
    const thread = threadTs === undefined ? '' : `&threadTs=${threadTs}`;
    const response = await fetch(`${this.#url}/messages?user=${user}&channel=${channel}${thread}`);
    return ((await response.json()) as { readonly items: readonly SlackPost[] }).items;
  }
}

interface MessagesOf {
  readonly user?: string;
  readonly threadTs?: string;
}

interface SlackPost {
  readonly ts: string;
  readonly user?: string;
  readonly username?: string;
  readonly text: string;
}

export interface SlackSetting {
  readonly slack: SlackPeople;
  readonly genesys: Genesys;
  readonly config: string;
  /** Where the channel is mounted. */
  readonly channel: string;
  /** Kills the bridge, hard. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Genesys, Slack and the bridge between them over sockets, each a process of its own. */
export async function slackSetting(
  agent: 'echo' | 'desk',
  installed: 'token' | 'oauth' = 'token',
): Promise<SlackSetting> {
  const genesys = await startSandbox('--agent', agent);
  const program = new Program(SANDBOX, ['slack', '--port', '0']);
  const url = await program.line((line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]);
  const server = `http://127.0.0.1:${await freePort()}`;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-slack-'));
  const config = path.join(folder, 'trunkline.yaml');
  await writeFile(config, configOf({ genesys: genesys.url, slack: url, server, installed }));
  let bridge = startBridge(config);
  await started(bridge);
  return {
    slack: new SlackPeople(url),
    genesys: new Genesys(genesys.url),
    config,
    channel: `${server}/channels/helpdesk`,
    async kill() {
      await bridge.kill('SIGKILL');
    },
    async start() {
      bridge = startBridge(config);
      await started(bridge);
    },
    async close() {
      for (const one of [bridge, program, genesys.program]) await one.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Places {
  readonly genesys: string;
  readonly slack: string;
  readonly server: string;
  readonly installed: 'token' | 'oauth';
}

const ONE_WORKSPACE = 'botToken: xoxb-sandbox-bot-token';
const MANY_WORKSPACES =
  'oauth: { clientId: "100000000001.100000000002", clientSecret: sandbox-client-secret, stateSecret: state-secret-0123456789 }';

function configOf({ genesys, slack, server, installed }: Places): string {
  return `contactCenter:
  transport: guest-chat
  apiUrl: ${genesys}
  routing: { queue: Support }
  guestChat: { organizationId: 5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11, deploymentId: 6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22 }
channels:
  helpdesk:
    adapter: slack
    mode: socket
    ${installed === 'token' ? ONE_WORKSPACE : MANY_WORKSPACES}
    appToken: xapp-sandbox-app-token
    apiUrl: ${slack}/api/
store: { url: "sqlite:./trunkline.db" }
server: { host: 127.0.0.1, port: ${new URL(server).port}, publicUrl: "${server}" }
admin: { host: 127.0.0.1, port: 0 }
`;
}

/** Waits until it is so; the test's own time limit ends it otherwise. */
export async function eventually<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await wait(20);
  }
}
