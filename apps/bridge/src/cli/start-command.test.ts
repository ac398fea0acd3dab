import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { channelName, conversationId, customerId, messageId, TrunklineError } from '@trunkline/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConfigFolder, configFolder, FOREIGN_CONFIG, GOOD_CONFIG } from '../testing/config-folder.ts';
import { deferred } from '../testing/deferred.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { LOCKED } from '../testing/fake-store.ts';
import { type FakeHouse, fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';
import { runCli } from './run-cli.ts';

const folders: ConfigFolder[] = [];
const blockers: Server[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
  for (const blocker of blockers.splice(0)) await new Promise((resolve) => blocker.close(resolve));
});

async function starting(house: FakeHouse = fakeHouse(), yaml = GOOD_CONFIG) {
  const folder = await configFolder(yaml);
  folders.push(folder);
  const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring, environment: { WEB_KEY: 'k-secret-1' } });
  return { fake, code: runCli(['start'], fake.io) };
}

async function started(house: FakeHouse = fakeHouse()) {
  const { fake, code } = await starting(house);
  await fake.printed('bridge.started');
  const { server, admin } = logged(fake, 'bridge.started') as { server: string; admin: string };
  return { fake, code, server, admin };
}

function logged(fake: FakeIo, event: string): Record<string, unknown> | undefined {
  const lines = fake.out.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>).find((line) => line['event'] === event);
}

async function takenPort(): Promise<number> {
  const blocker = createServer();
  blockers.push(blocker);
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  return (blocker.address() as AddressInfo).port;
}

describe('start', () => {
  it('serves channels, is ready, and drains on a signal with 0', async () => {
    const house = fakeHouse();
    const { fake, code, server, admin } = await started(house);
    expect(house.store.opened).toMatchObject([{ role: 'owner' }]);
    expect(await (await fetch(`${server}/channels/web/messages`)).text()).toBe('web GET /messages');
    expect((await fetch(`${server}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${admin}/metrics`)).text()).toContain('trunkline_http_requests_total');
    fake.signal('SIGTERM');
    expect(await code).toBe(0);
    expect(house.engine.calls).toEqual(['start', 'handle', 'stop 8000']);
    expect(house.store.closed).toBe(1);
    await expect(fetch(`${server}/healthz`)).rejects.toThrow();
    expect([fake.listening, fake.exits]).toEqual([false, []]);
  });

  it('hands the engine the channels as configured', async () => {
    const house = fakeHouse();
    const { fake, code } = await started(house);
    fake.signal('SIGINT');
    await code;
    expect(house.engine.setups).toEqual([
      {
        name: 'web',
        adapter: expect.anything(),
        retainMs: null,
        maskCardNumbers: false,
        transport: 'guest-chat',
        routing: { queue: 'Support' },
      },
    ]);
    expect(house.contactCenters).toMatchObject([{ region: 'mypurecloud.com', guestChat: { organizationId: 'org' } }]);
  });

  it('is not ready until the engine has started, while each channel says itself whether it has; refuses webhooks while it drains', async () => {
    const house = fakeHouse();
    const [engineUp, draining, engineDown] = [deferred(), deferred(), deferred()];
    const engineStarting = deferred();
    house.engine.onStart = () => {
      engineStarting.resolve();
      return engineUp.promise;
    };
    house.engine.onStop = () => {
      draining.resolve();
      return engineDown.promise;
    };
    const { fake, code } = await starting(house);
    await engineStarting.promise;
    const url = String(logged(fake, 'bridge.listening')?.['server']);
    const statuses = async (): Promise<number[]> =>
      Promise.all(['/healthz', '/readyz', '/channels/web/x'].map(async (path) => (await fetch(url + path)).status));
    expect(await statuses()).toEqual([200, 503, 200]);
    engineUp.resolve();
    await fake.printed('bridge.started');
    expect(await statuses()).toEqual([200, 200, 200]);
    fake.signal('SIGTERM');
    await draining.promise;
    expect(await statuses()).toEqual([200, 503, 503]);
    engineDown.resolve();
    expect(await code).toBe(0);
  });

  it.each(['server', 'admin'])('exits with 1 when the port of %s is in use, and leaves nothing open', async (block) => {
    const house = fakeHouse();
    const port = await takenPort();
    const { fake, code } = await starting(
      house,
      GOOD_CONFIG.replace(`${block}: { port: 0 }`, `${block}: { port: ${port} }`),
    );
    expect(await code).toBe(1);
    expect(fake.err).toBe(`port ${port} on 127.0.0.1 is in use: stop the other process or set ${block}.port\n`);
    expect([house.store.closed, house.engine.calls, fake.listening]).toEqual([1, [], false]);
  });

  it('exits with 1 and the reason when the store is owned by another', async () => {
    const house = fakeHouse();
    house.store.refusal = LOCKED;
    const { fake, code } = await starting(house);
    expect([await code, fake.err]).toEqual([1, `${LOCKED.message}\n`]);
  });

  it('drains and exits with 1 when the engine cannot start', async () => {
    const house = fakeHouse();
    house.engine.onStart = () => Promise.reject(new TrunklineError('some.code', 'The engine cannot start.'));
    const { fake, code } = await starting(house);
    expect([await code, fake.err]).toEqual([1, 'The engine cannot start.\n']);
    expect([house.engine.calls, house.store.closed]).toEqual([['start', 'stop 8000'], 1]);
  });

  it('stops on a signal that comes while the engine is starting', async () => {
    const house = fakeHouse();
    const [engineStarting, engineUp] = [deferred(), deferred()];
    house.engine.onStart = () => {
      engineStarting.resolve();
      return engineUp.promise;
    };
    house.engine.onStop = async () => engineUp.resolve();
    const { fake, code } = await starting(house);
    await engineStarting.promise;
    fake.signal('SIGTERM');
    expect(await code).toBe(0);
    expect(fake.out).not.toContain('bridge.started');
    expect(house.store.closed).toBe(1);
  });

  it('ends at once with 1 on a second signal', async () => {
    const house = fakeHouse();
    const [draining, engineDown] = [deferred(), deferred()];
    house.engine.onStop = () => {
      draining.resolve();
      return engineDown.promise;
    };
    const { fake, code } = await started(house);
    fake.signal('SIGTERM');
    await draining.promise;
    fake.signal('SIGTERM');
    expect(fake.exits).toEqual([1]);
    engineDown.resolve();
    await code;
  });

  it('goes on when a route is paused, and raises an alert', async () => {
    const house = fakeHouse();
    const { fake, code, admin } = await started(house);
    const paused = { step: 'route.paused', route: 'opening', channel: channelName('web') } as const;
    house.engine.emit({ ...paused, code: 'chat.deployment.disabled' });
    expect(await (await fetch(`${admin}/metrics`)).text()).toContain(
      'trunkline_routes_paused{channel="web",route="opening"} 1',
    );
    expect((await fetch(`${admin}/readyz`)).status).toBe(200);
    expect(logged(fake, 'route.paused')).toMatchObject({
      level: 'error',
      code: 'chat.deployment.disabled',
      remedy: 'Enable the deployment in Genesys Cloud, or name another one.',
    });
    fake.signal('SIGTERM');
    expect(await code).toBe(0);
  });

  it('contains an error that an adapter let escape while it was made', async () => {
    const holder: { fake?: FakeIo } = {};
    const create = () => {
      holder.fake?.crash(new Error('hush'));
      return idleAdapter();
    };
    const house = fakeHouse({ 'acme-pager': { adapter: fakeAdapter({ create }) } });
    const folder = await configFolder(FOREIGN_CONFIG);
    folders.push(folder);
    const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring, environment: { WEB_KEY: 'k' } });
    holder.fake = fake;
    const code = runCli(['start'], fake.io);
    await fake.printed('bridge.started');
    expect(logged(fake, 'channel.leaked')).toMatchObject({ level: 'error', channel: 'web', leaks: 1 });
    fake.signal('SIGTERM');
    expect([await code, fake.exits]).toEqual([0, []]);
    expect(fake.out).not.toContain('hush');
  });

  it('ends at once with 1 on an error that nobody caught before there is a log', async () => {
    const holder: { fake?: FakeIo } = {};
    const house = fakeHouse();
    const importModule = (specifier: string) => {
      if (specifier.includes('store')) holder.fake?.crash(new Error('hush'));
      return house.wiring.importModule(specifier);
    };
    const folder = await configFolder(GOOD_CONFIG);
    folders.push(folder);
    const wiring = { ...house.wiring, importModule };
    const fake = new FakeIo({ cwd: folder.folder, wiring, environment: { WEB_KEY: 'k' } });
    holder.fake = fake;
    const code = runCli(['start'], fake.io);
    await fake.printed('bridge.started');
    expect(fake.exits).toEqual([1]);
    expect(fake.err).toContain('an unexpected error');
    fake.signal('SIGTERM');
    await code;
  });

  it('ends at once with 1 on an error that nobody caught, and logs where it came from', async () => {
    const { fake, code } = await started();
    fake.crash(new Error('confidential words'));
    expect(fake.exits).toEqual([1]);
    expect(logged(fake, 'bridge.crashed')).toMatchObject({ level: 'error', error: { name: 'Error' } });
    expect(fake.out).not.toContain('confidential');
    fake.signal('SIGTERM');
    await code;
  });
});

describe('what a request leaves in the log', () => {
  it('is never a secret, a phone number or what was said', async () => {
    const house = fakeHouse();
    const of = { channel: channelName('web'), customerId: customerId('c1'), conversationId: conversationId('k1') };
    house.engine.onHandle = async (_channel, request) => {
      const body = new TextDecoder().decode(await request.body());
      house.engine.options?.logger.info({ event: 'x', headers: request.headers, body, phone: '+15550100' }, 'careless');
      house.engine.emit({
        step: 'message.recorded',
        direction: 'toAgent',
        messageId: messageId('m1'),
        late: false,
        ...of,
      });
      if (request.url.includes('fail')) JSON.parse(body);
      return { status: 202, body };
    };
    const { fake, code, server } = await started(house);
    for (const path of ['messages', 'fail']) {
      await fetch(`${server}/channels/web/${path}/+15550100?token=k-secret-1`, {
        method: 'POST',
        headers: { authorization: 'Bearer k-secret-1', cookie: 'k-secret-1' },
        body: 'my words from +15550100',
      });
    }
    fake.signal('SIGTERM');
    expect(await code).toBe(0);
    expect(logged(fake, 'http.request')).toBeDefined();
    expect(logged(fake, 'http.error')).toBeDefined();
    expect(logged(fake, 'message.recorded')).toBeDefined();
    expect(fake.out + fake.err).not.toMatch(/k-secret-1|5550100|my words/);
  });
});
