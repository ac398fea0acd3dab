import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { Program } from './program.ts';
import { untilReady } from './ready.ts';
import { inRepository } from './repository.ts';
import { API_KEY, type Subject, type SubjectSettings, WEBHOOK_SECRET } from './subject.ts';

const DATABASE = 'trunkline.db';

/** The bridge with everything it promises: a SQLite file in a folder of its own, every commit synced to disk. */
export async function createBridge(settings: SubjectSettings): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-'));
  const ports = { server: await freePort(), admin: await freePort() };
  const config = join(folder, 'trunkline.yaml');
  await writeFile(config, configText(settings, ports));
  const args = [inRepository('apps/bridge/dist/main.js'), 'start', '--config', config];
  const url = `http://127.0.0.1:${ports.server}`;
  let program: Program | null = null;
  return {
    name: 'bridge',
    url,
    database: join(folder, DATABASE),
    get pid() {
      return program?.pid ?? 0;
    },
    async start() {
      program = new Program([...(settings.nodeFlags ?? []), ...args], folder);
      return await untilReady(program, url);
    },
    async kill() {
      await program?.kill('SIGKILL');
    },
    async close() {
      if (program?.running) await program.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One key and few customers make all the load, so the limits on what one of them may ask are lifted. */
function configText(
  { api, webhook }: SubjectSettings,
  ports: { readonly server: number; readonly admin: number },
): string {
  const rate = '{ perSecond: 1000000, burst: 1000000 }';
  return `
contactCenter:
  transport: guest-chat
  apiUrl: ${api}
  routing: { queue: Support }
  guestChat: { organizationId: 5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11, deploymentId: 6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22 }
channels:
  web:
    adapter: http
    apiKeys: ["${API_KEY}"]
    limits: { perKey: ${rate}, perCustomer: ${rate} }
    webhook: { url: "${webhook}", secret: "${WEBHOOK_SECRET}" }
store: { url: "sqlite:./${DATABASE}" }
server: { host: 127.0.0.1, port: ${ports.server} }
admin: { host: 127.0.0.1, port: ${ports.admin} }
log: { level: warn }
`;
}
