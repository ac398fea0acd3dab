import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@trunkline/bench/free-port';
import { HEADINGS } from '../oracle/preface.ts';
import type { Side } from '../sides/side.ts';
import type { Timing } from './timing.ts';

export interface FolderOptions {
  readonly ports: BridgeFolder;
  /** Of the contact centre. */
  readonly api: string;
  readonly sides: readonly Side[];
  readonly timing: Timing;
}

/** Where the bridge is, before it is. */
export interface BridgeFolder {
  readonly config: string;
  readonly database: string;
  readonly url: string;
  readonly adminUrl: string;
}

/** Writes the bridge's config into a folder, as an operator would. */
export async function writeBridgeFolder({ ports, api, sides, timing }: FolderOptions): Promise<BridgeFolder> {
  const { config, url, adminUrl } = ports;
  const ages = `maxAge: { toAgent: ${timing.maxAgeMs}ms, toCustomer: ${timing.maxAgeMs}ms }`;
  const channels = sides.map((side) => `  ${side.channel}:${side.config()}\n    ${ages}\n`).join('');
  await writeFile(
    config,
    `contactCenter:
  transport: guest-chat
  apiUrl: ${api}
  routing: { queue: Support }
  guestChat:
    organizationId: 5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11
    deploymentId: 6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22
    timing:
      heartbeat: ${timing.heartbeatMs}ms
      grace: ${timing.graceMs}ms
      requestTimeout: ${timing.requestTimeoutMs}ms
      landsWithin: ${timing.landsWithinMs}ms
  texts: { interrupted: "${HEADINGS.interrupted}", resumed: "${HEADINGS.resumed}" }
channels:
${channels}store: { url: "sqlite:./trunkline.db" }
server: { host: 127.0.0.1, port: ${new URL(url).port}, publicUrl: ${url} }
admin: { host: 127.0.0.1, port: ${new URL(adminUrl).port} }
log: { level: info }
`,
  );
  return ports;
}

export async function takePorts(folder: string): Promise<BridgeFolder> {
  return {
    config: join(folder, 'trunkline.yaml'),
    database: join(folder, 'trunkline.db'),
    url: `http://127.0.0.1:${await freePort()}`,
    adminUrl: `http://127.0.0.1:${await freePort()}`,
  };
}
