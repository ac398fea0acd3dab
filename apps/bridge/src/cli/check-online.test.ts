import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '@trunkline/core/testing';
import { type GenesysOptions, startGenesys } from '@trunkline/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { configFolder } from '../testing/config-folder.ts';
import { deferred } from '../testing/deferred.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { fakeHouse } from '../testing/fake-wiring.ts';
import { wiring } from '../wiring.ts';
import { runCli } from './run-cli.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

const ORGANIZATION = '5a1b8c1e-5f0a-4d0c-9a3f-0d9d2f6c1a11';
const DEPLOYMENT = '6b2c9d2f-6a1b-4e1d-8b40-1e0e306d2b22';

interface Genesys {
  readonly url: string;
  readonly conversations: () => Promise<number>;
}

async function genesys(options: Partial<GenesysOptions> = {}): Promise<Genesys> {
  const sandbox = await startGenesys({ port: 0, ...options });
  cleanUp.push(() => sandbox.close());
  const conversations = async () => {
    const answer = (await (await fetch(`${sandbox.url}/_sandbox/conversations`)).json()) as { items: unknown[] };
    return answer.items.length;
  };
  return { url: sandbox.url, conversations };
}

interface Setting {
  readonly apiUrl: string;
  readonly guestChat?: string;
  readonly channels?: string;
  readonly args?: readonly string[];
}

async function check({ apiUrl, guestChat = '', channels = '', args = [] }: Setting) {
  const folder = await configFolder(`contactCenter:
  transport: guest-chat
  apiUrl: ${apiUrl}
  routing: { queue: Support }
  guestChat: { organizationId: ${ORGANIZATION}, deploymentId: ${DEPLOYMENT}${guestChat} }
channels:
  web: { adapter: http, apiKey: k }
${channels}`);
  cleanUp.push(() => folder.remove());
  const house = fakeHouse();
  // The real transport; everything else is not there.
  const real = { ...house.wiring, transports: wiring.transports };
  const fake = new FakeIo({ cwd: folder.folder, wiring: real });
  const code = await runCli(['check', '--online', ...args], fake.io);
  expect(house.store.opened).toEqual([]);
  return { code, out: fake.out, err: fake.err };
}

/** A program that prints, or not. */
const command = (code: string): string =>
  `, memberAuthToken: { command: [${JSON.stringify(process.execPath)}, -e, ${JSON.stringify(code)}] }`;

describe('check --online', () => {
  it('opens a chat that nobody attaches to, and says that it was accepted', async () => {
    const { url, conversations } = await genesys();
    const { code, out, err } = await check({ apiUrl: url });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('guest-chat, queue Support (web)');
    expect(out).toMatch(new RegExp(`^ {2}api +${url}: reached in \\d+ ms$`, 'm'));
    expect(out).toMatch(/^ {2}tls +none$/m);
    expect(out).toMatch(/^ {2}create +accepted: the deployment and the queue take chats$/m);
    expect(out).toMatch(/\nok\n$/);
    expect(await conversations()).toBe(1);
  });

  it.each<[string, object, string, string]>([
    ['a queue that does not exist', { queues: ['Sales'] }, 'chat.error.invalid.queue', 'Correct routing.queue'],
    ['a deployment that is off', { disabled: true }, 'chat.deployment.disabled', 'Enable the deployment'],
    [
      'a deployment that wants to know',
      { authenticationRequired: true },
      'chat.deployment.require.auth',
      'memberAuthToken',
    ],
    ['a flow that is broken', { invalidFlow: true }, 'chat.error.invalid.flow', 'chat flow'],
    ['a deployment that does not exist', { id: 'other' }, 'not.found', 'Check the region'],
  ])('tells of %s, with code and remedy, and exits with 1', async (_what, deployment, expected, remedy) => {
    const { url } = await genesys({ deployments: [{ id: DEPLOYMENT, ...deployment }] });
    const { code, out, err } = await check({ apiUrl: url });
    expect([code, err]).toEqual([1, '1 of 1 probes failed\n']);
    expect(out).toContain(': reached in ');
    expect(out).toContain(`  create  refused: ${expected}`);
    expect(out).toMatch(new RegExp(`^ {2}remedy +.*${remedy}`, 'm'));
    expect(out).not.toMatch(/^ok$/m);
  });

  it('asks once for each contact centre and routing, whichever channels share it', async () => {
    const { url, conversations } = await genesys({ deployments: [{ id: DEPLOYMENT, queues: ['Support'] }] });
    const channels = `  two: { adapter: http, apiKey: k }
  sales: { adapter: http, apiKey: k, routing: { queue: Sales } }
`;
    const { code, out } = await check({ apiUrl: url, channels, args: ['--json'] });
    expect(code).toBe(1);
    const { items, probes } = JSON.parse(out) as { items: object[]; probes: object[] };
    expect(items).toMatchObject([{ channel: 'web' }, { channel: 'two' }, { channel: 'sales', queue: 'Sales' }]);
    expect(probes).toEqual([
      {
        contactCenter: 'guest-chat',
        region: null,
        apiUrl: url,
        queue: 'Support',
        channels: ['web', 'two'],
        ok: true,
        api: 'reached',
        tls: 'none',
        token: null,
        create: 'accepted',
        code: null,
        why: null,
        remedy: null,
        tookMs: expect.any(Number),
      },
      expect.objectContaining({
        queue: 'Sales',
        channels: ['sales'],
        ok: false,
        create: 'refused',
        code: 'chat.error.invalid.queue',
        remedy: expect.stringContaining('routing.queue'),
      }),
    ]);
    expect(await conversations()).toBe(1);
  });

  it('asks for a token where there is one to ask for, and prints none', async () => {
    const deployment = { id: DEPLOYMENT, authenticationRequired: true, memberAuthTokens: ['hush.hush.hush'] };
    const { url } = await genesys({ deployments: [deployment] });
    const good = await check({ apiUrl: url, guestChat: command("console.log('hush.hush.hush')") });
    expect([good.code, good.err]).toEqual([0, '']);
    expect(good.out).toMatch(/^ {2}token +given$/m);
    const foreign = await check({ apiUrl: url, guestChat: command("console.log('hush')"), args: ['--json'] });
    expect(JSON.parse(foreign.out).probes).toMatchObject([{ token: 'given', code: 'chat.deployment.bad.auth' }]);
    const none = await check({ apiUrl: url, guestChat: command("console.error('hush'); process.exit(1)") });
    expect(none.code).toBe(1);
    expect(none.out).toMatch(/^ {2}api +.*: not asked$/m);
    expect(none.out).toMatch(/^ {2}token +failed$/m);
    expect(none.out).toMatch(/^ {2}why +the command of memberAuthToken ended with exit code 1/m);
    expect([good, foreign, none].map(({ out, err }) => out + err).join()).not.toContain('hush');
  });

  it('tells whether anything was reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const away = await check({ apiUrl: `http://127.0.0.1:${port}` });
    expect(away.code).toBe(1);
    expect(away.out).toMatch(/^ {2}api +http:\S+: not reached$/m);
    expect(away.out).toMatch(/^ {2}create +not asked: network\.ECONNREFUSED$/m);

    const page = createServer((_request, response) => void response.writeHead(200).end('<p>log in</p>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => page.close(resolve)));
    const login = await check({ apiUrl: `http://127.0.0.1:${(page.address() as AddressInfo).port}` });
    expect(login.out).toMatch(/^ {2}api +http:\S+: answered by something else$/m);
    expect(login.out).toMatch(/^ {2}create +not asked: answer\.unreadable$/m);
  });

  it('says on stderr what it waits for, if that takes longer than a second', async () => {
    const [house, clock, asked, answer] = [fakeHouse(), new ManualClock(), deferred(), deferred()];
    const folder = await configFolder(`contactCenter:
  transport: guest-chat
  region: mypurecloud.com
  routing: { queue: Support }
  guestChat: { organizationId: o, deploymentId: d }
channels:
  web: { adapter: http, apiKey: k }
`);
    cleanUp.push(() => folder.remove());
    house.center.open = async () => {
      asked.resolve();
      await answer.promise;
      return { outcome: 'opened', session: { transport: 'guest-chat', id: 's', data: 'hush' }, remoteId: 'r' };
    };
    const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring, clock });
    const code = runCli(['check', '--online'], fake.io);
    await asked.promise;
    await clock.advance(999);
    expect(fake.err).toBe('');
    await clock.advance(1);
    expect(fake.err).toBe('asking https://api.mypurecloud.com for a chat with queue Support …\n');
    answer.resolve();
    expect(await code).toBe(0);
    expect(fake.out).toMatch(
      /^ {2}api +https:\/\/api\.mypurecloud\.com \(region mypurecloud\.com\): reached in 1000 ms$/m,
    );
    expect(fake.out).toMatch(/^ {2}tls +verified$/m);
    expect(fake.out).not.toContain('hush');
    expect([house.center.calls, clock.armed]).toEqual([['start', 'stop'], 0]);
  });

  it('does not wait for ever, and outlives a transport that throws', async () => {
    const house = fakeHouse();
    house.center.open = async () => {
      throw new Error('hush');
    };
    const folder = await configFolder(`contactCenter:
  transport: guest-chat
  region: mypurecloud.com
  routing: { queue: Support }
  guestChat: { organizationId: o, deploymentId: d }
channels:
  web: { adapter: http, apiKey: k }
`);
    cleanUp.push(() => folder.remove());
    const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring });
    expect(await runCli(['check', '--online'], fake.io)).toBe(1);
    expect(fake.out).toContain('engine.port-threw');
    const clock = new ManualClock();
    const asked = deferred();
    house.center.open = (_request, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')));
        asked.resolve();
      });
    const slow = new FakeIo({ cwd: folder.folder, wiring: house.wiring, clock });
    const code = runCli(['check', '--online'], slow.io);
    await asked.promise;
    await clock.advance(30_000);
    expect(await code).toBe(1);
    expect(fake.out + slow.out).not.toContain('hush');
  });
});
