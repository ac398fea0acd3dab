import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own with a config file in it. */
export interface ConfigFolder {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function configFolder(yaml: string): Promise<ConfigFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bridge-'));
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await write('trunkline.yaml', yaml);
  return { folder, write, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Small, right, and on free ports. */
export const GOOD_CONFIG = `contactCenter:
  transport: guest-chat
  region: mypurecloud.com
  routing: { queue: Support }
  guestChat:
    organizationId: org
    deploymentId: deployment
channels:
  web:
    adapter: http
    apiKey: \${WEB_KEY}
store: { url: "sqlite:./trunkline.db" }
server: { port: 0 }
admin: { port: 0 }
log: { level: debug }
`;

/** The same with an adapter that is not one of ours. */
export const FOREIGN_CONFIG: string = GOOD_CONFIG.replace(
  /adapter: http\n {4}apiKey: (.*)\n/,
  'adapter: acme-pager\n    options: { apiKey: "$1" }\n',
);
