import { type ContactCenter, createEngine, type StoreDriver } from '@trunkline/core';
import { createMemoryStore, ManualClock } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { type ConfigFolder, configFolder, GOOD_CONFIG } from '../testing/config-folder.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { type FakeHouse, fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';

const folders: ConfigFolder[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

const driver: StoreDriver = { scheme: 'sqlite', open: async () => createMemoryStore() };

/** The real engine, with adapters that fail around one that works. */
function houseOf(fake: () => FakeIo): FakeHouse {
  const house = fakeHouse({
    '@trunkline/store-sqlite': { storeDriver: driver },
    throws: { adapter: fakeAdapter({ create: () => idleAdapter({ start: () => Promise.reject(new Error('hush')) }) }) },
    hangs: { adapter: fakeAdapter({ create: () => idleAdapter({ start: () => new Promise(() => {}) }) }) },
    leaks: {
      adapter: fakeAdapter({
        create: () =>
          idleAdapter({
            start: async () => fake().crash(new Error('hush')),
            stop: () => {
              throw new Error('hush');
            },
          }),
      }),
    },
  });
  const guestChat = house.wiring.transports['guest-chat'];
  const center: Partial<ContactCenter> = { transport: 'guest-chat', start: async () => {}, stop: async () => {} };
  const load = async () => ({
    regions: [],
    knowsRegion: () => true,
    apiUrl: () => 'http://127.0.0.1:9',
    create: () => center as ContactCenter,
  });
  const transports = { 'guest-chat': { package: guestChat?.package ?? '', load } };
  return { ...house, wiring: { ...house.wiring, transports, createEngine } };
}

const channel = (name: string) => `  ${name}:\n    adapter: ${name}\n    options: { apiKey: k }\n`;
const YAML = GOOD_CONFIG.replace(
  'channels:\n',
  () => `channels:\n${['throws', 'hangs', 'leaks'].map(channel).join('')}`,
);

describe('adapters that fail', () => {
  it('leave the bridge and the other channels at work, and are counted and shown', async () => {
    const folder = await configFolder(YAML);
    folders.push(folder);
    const clock = new ManualClock();
    const fake: FakeIo = new FakeIo({
      cwd: folder.folder,
      wiring: houseOf(() => fake).wiring,
      environment: { WEB_KEY: 'k' },
      clock,
    });
    const code = runCli(['start'], fake.io);
    await fake.printed('channel.leaked');
    await clock.advance(10_000);
    await fake.printed('bridge.started');
    const { server, admin } = JSON.parse(fake.out.split('\n').find((line) => line.includes('bridge.started')) ?? '');

    expect((await fetch(`${server}/channels/web/x`)).status).toBe(204);
    expect((await fetch(`${server}/channels/throws/x`)).status).toBe(503);
    expect((await fetch(`${server}/channels/leaks/x`)).status).toBe(204);
    const ready = await fetch(`${admin}/readyz`);
    const { channels } = (await ready.json()) as { channels: { channel: string; state: string; error?: string }[] };
    expect(ready.status).toBe(503);
    const shown = Object.fromEntries(channels.map((one) => [one.channel, one]));
    expect(shown['web']).toEqual({ channel: 'web', state: 'started' });
    expect(shown['throws']?.state).not.toBe('started');
    expect(shown['throws']?.error).toMatch(/the log says/);
    expect(shown['hangs']).toMatchObject({ state: 'starting', error: expect.stringContaining('has not come back') });
    expect(shown['leaks']).toMatchObject({ state: 'started', error: expect.stringContaining('an error has escaped') });
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    for (const line of [
      'trunkline_adapter_faults_total{channel="leaks",kind="leaked"} 1',
      'trunkline_adapter_faults_total{channel="hangs",kind="start-slow"} 1',
      'trunkline_channel_started{channel="web"} 1',
      'trunkline_channel_started{channel="throws"} 0',
      'trunkline_channel_started{channel="hangs"} 0',
    ])
      expect(metrics).toContain(line);
    expect(metrics).toMatch(/trunkline_adapter_faults_total\{channel="throws",kind="start"\} [1-9]/);

    fake.signal('SIGTERM');
    expect(await code).toBe(0);
    expect([fake.exits, fake.listening]).toEqual([[], false]);
    expect(fake.out + fake.err).not.toContain('hush');
  });
});
