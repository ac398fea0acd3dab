import {
  address,
  type ChannelAdapter,
  channelName,
  customerId,
  type Difference,
  type LedgerEntry,
  type Store,
  type StoreDriver,
} from '@trunkline/core';
import { createMemoryStore, ManualClock, MemoryDisk } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConfigFolder, configFolder, GOOD_CONFIG } from '../testing/config-folder.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';
import { wiring } from '../wiring.ts';
import { runCli } from './run-cli.ts';

const folders: ConfigFolder[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

const KEY = Buffer.alloc(32, 1).toString('base64');
const WITH_KEY = GOOD_CONFIG.replace('trunkline.db" }', `trunkline.db", encryptionKey: "${KEY}" }`);
const START = Date.UTC(2026, 0, 1);

interface Setting {
  readonly yaml?: string;
  readonly adapter?: Partial<ChannelAdapter>;
  readonly driver?: Partial<StoreDriver>;
}

/** Runs a command against what stands on the disk. */
async function run(line: string, disk: MemoryDisk, { yaml = GOOD_CONFIG, adapter = {}, driver = {} }: Setting = {}) {
  const storeDriver: StoreDriver = {
    scheme: 'sqlite',
    open: async ({ role }) => createMemoryStore(disk, role),
    ...driver,
  };
  const house = fakeHouse({
    '@trunkline/store-sqlite': { storeDriver },
    '@trunkline/adapter-http': { adapter: fakeAdapter({ create: () => idleAdapter(adapter) }) },
  });
  const folder = await configFolder(yaml);
  folders.push(folder);
  const real = { ...house.wiring, transports: wiring.transports };
  const clock = new ManualClock(START + 3_600_000);
  const fake = new FakeIo({ cwd: folder.folder, wiring: real, environment: { WEB_KEY: 'key' }, clock });
  return { code: await runCli(line.split(' '), fake.io), out: fake.out, err: fake.err };
}

async function withAnn(): Promise<{ disk: MemoryDisk; store: Store }> {
  const disk = new MemoryDisk();
  const store = createMemoryStore(disk);
  const customer = { id: customerId('u1'), channel: channelName('web'), address: address('ann') };
  await store.commit({ customer, epoch: null, version: 0, state: { conversation: null }, active: false, at: START });
  return { disk, store };
}

describe('customers forget', () => {
  it('leaves the wish for the owner', async () => {
    const { disk } = await withAnn();
    const { code, out } = await run('customers forget --channel web --customer ann', disk);
    expect([code, out]).toEqual([0, expect.stringMatching(/^queued: forget the customer/)]);
    expect([...disk.inbox.values()]).toMatchObject([{ customerId: 'u1', event: { type: 'forget' } }]);
  });

  it('says that nobody of that name is known', async () => {
    const { disk } = await withAnn();
    const { code, err } = await run('customers forget --channel web --customer bob', disk);
    expect([code, err]).toEqual([1, expect.stringContaining('channel web knows no customer bob')]);
    expect(disk.inbox.size).toBe(0);
  });
});

describe('a store', () => {
  it('that cannot do what is asked says so', async () => {
    const { disk } = await withAnn();
    expect((await run('store backup ./x.db', disk)).err).toContain('no backups of its own');
    expect((await run('store rekey', disk)).err).toContain('no store.encryptionKey');
    const encrypts = { driver: { encrypts: true }, yaml: WITH_KEY } as const;
    expect((await run('store rekey', disk, encrypts)).err).toContain('encrypts nothing');
  });

  it('that encrypts nothing is not given a key', async () => {
    const { disk } = await withAnn();
    for (const command of ['check', 'conversations list', 'start']) {
      const { code, err } = await run(command, disk, { yaml: WITH_KEY });
      expect([code, err]).toEqual([2, expect.stringContaining('store.encryptionKey: this store encrypts nothing')]);
      expect(err).not.toContain(KEY);
    }
  });

  it('is given the keys of the config', async () => {
    const { disk } = await withAnn();
    const opened: unknown[] = [];
    const open: StoreDriver['open'] = async ({ role, encryptionKeys }) => {
      opened.push(encryptionKeys);
      return createMemoryStore(disk, role);
    };
    await run('conversations list', disk, { yaml: WITH_KEY, driver: { encrypts: true, open } });
    expect(opened).toEqual([[KEY]]);
  });
});

describe('audit', () => {
  const difference: Difference = { kind: 'missingThere', about: 'delivery d1', text: 'nobody there has it' };

  it('says that nothing differs, and what was not compared', async () => {
    const { disk } = await withAnn();
    const { code, out } = await run('audit', disk);
    expect(code).toBe(0);
    expect(out).toBe(
      'no differences\n' +
        'agents     0 open chats compared, 0 entries; ended ones can no longer be read\n' +
        '           not compared on web: nobody there can be asked\n' +
        'messages   0 without a delivery that has ended or that somebody looks after\n',
    );
  });

  it('hands an adapter the ledger of its channel and names what it finds', async () => {
    const { disk, store } = await withAnn();
    await store.putEntries('channel/web', { mark: 7 });
    const seen: unknown[] = [];
    const audit: ChannelAdapter['audit'] = async function* (range, ledger) {
      const sent: LedgerEntry[] = [];
      for await (const one of ledger.sent()) sent.push(one);
      const chats: boolean[] = [];
      for await (const { underWay } of ledger.conversations()) chats.push(underWay);
      seen.push(range, chats, sent, await ledger.received(address('ann'), 'SM1'), await ledger.storage.get('mark'));
      yield difference;
    };
    const { code, out, err } = await run('audit --since 30m --json', disk, { adapter: { audit } });
    expect(seen).toEqual([
      { channel: 'web', publicUrl: null, since: START + 1_800_000, until: START + 3_540_000 },
      [],
      [],
      false,
      7,
    ]);
    expect([code, err]).toEqual([1, '1 difference found\n']);
    expect(JSON.parse(out).items).toEqual([{ channel: 'web', conversationId: null, side: 'customers', ...difference }]);
    const asText = await run('audit', disk, { adapter: { audit } });
    expect(asText.out).toMatch(/^web +customers +missing there +delivery d1 +nobody there has it$/m);
  });

  it.each(['audit --since yesterday', 'audit --since 5'])('%s is refused with 2', async (line) => {
    expect((await run(line, new MemoryDisk())).code).toBe(2);
  });
});
