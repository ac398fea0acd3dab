import {
  channelName,
  conversationId,
  customerId,
  type DeliveryState,
  deliveryId,
  messageId,
  StoreOpenError,
  type StoreOptions,
} from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConfigFolder, configFolder, FOREIGN_CONFIG, GOOD_CONFIG } from '../testing/config-folder.ts';
import { deferred } from '../testing/deferred.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { type FakeHouse, fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';
import { storedConversation, storedDelivery } from '../testing/stored.ts';
import { EXAMPLES } from './examples.ts';
import { runCli } from './run-cli.ts';

const folders: ConfigFolder[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(line: string, house: FakeHouse = fakeHouse(), yaml = GOOD_CONFIG): Promise<Ran> {
  const folder = await configFolder(yaml);
  folders.push(folder);
  const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring, environment: { WEB_KEY: 'key' } });
  const code = await runCli(line === '' ? [] : line.split(' '), fake.io);
  return { code, out: fake.out, err: fake.err };
}

describe('arguments', () => {
  it.each(['--help', 'start --help', 'conversations --help', 'deliveries list --help', '--version'])(
    '%s is answered with 0',
    async (line) => {
      const { code, out } = await run(line);
      expect(code).toBe(0);
      expect(out).not.toBe('');
    },
  );

  it('shows examples in the help, of each command its own', async () => {
    expect((await run('--help')).out).toContain('trunkline deliveries list --failed --json');
    for (const command of Object.keys(EXAMPLES)) {
      const { code, out } = await run(`${command} --help`);
      expect([command, code]).toEqual([command, 0]);
      expect(out).toMatch(new RegExp(`\nExamples:\n  trunkline ${command}`));
    }
  });

  it.each([
    '',
    'strat',
    'start --confg x',
    'start extra',
    'conversations',
    'conversations show',
    'conversations list --state odd',
    'conversations list --limit 0',
    'deliveries retry',
    'deliveries drop a b',
    'check --onlin',
    'deliveries list --limit many',
    'sandbox --port 70000',
    'explain --channel web --from a',
    'consents list',
    'consents list --channel web --csv',
  ])('"%s" is refused with 2', async (line) => {
    const { code, err } = await run(line);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});

describe('a config that is refused', () => {
  it.each([
    'start',
    'check',
    'check --online',
    'conversations list',
    'conversations end x',
    'deliveries list',
    'deliveries retry x',
    'deliveries drop x',
    'explain --channel web --from a --body b',
    'consents list --channel web',
  ])('makes %s exit with 2 before the store is opened', async (line) => {
    const house = fakeHouse();
    const { code, err } = await run(line, house, GOOD_CONFIG.replace('WEB_KEY', 'UNSET_KEY'));
    expect([code, err]).toEqual([2, expect.stringContaining('trunkline.yaml:11:13: channels.web.apiKey: ')]);
    expect(err).toContain('UNSET_KEY');
    expect(house.store.opened).toEqual([]);
  });

  it('may also be one that is not there', async () => {
    const { code, err } = await run('check --config other.yaml');
    expect([code, err]).toEqual([2, 'other.yaml: there is no such file; --config FILE names another\n']);
  });
});

describe('check', () => {
  it('shows a line for each channel and opens nothing', async () => {
    const house = fakeHouse();
    const { code, out } = await run('check', house);
    expect(code).toBe(0);
    expect(out).toMatch(/^web +http +\/channels\/web +guest-chat, queue Support$/m);
    expect(out).toMatch(/\nok\n$/);
    expect([house.store.opened, house.contactCenters, house.engine.calls]).toEqual([[], [], []]);
  });

  it('says it as JSON too', async () => {
    const { code, out } = await run('check --json');
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        items: [
          { channel: 'web', adapter: 'http', mounted: '/channels/web', transport: 'guest-chat', queue: 'Support' },
        ],
        probes: [],
        findings: [],
      },
    ]);
  });

  it('names a channel whose adapter lets an error escape while it is made, and exits with 1', async () => {
    const crash: ((error: unknown) => void)[] = [];
    const create = () => {
      for (const handler of crash) handler(new Error('hush'));
      return idleAdapter();
    };
    const house = fakeHouse({ 'acme-pager': { adapter: fakeAdapter({ create }) } });
    const folder = await configFolder(FOREIGN_CONFIG);
    folders.push(folder);
    const fake = new FakeIo({ cwd: folder.folder, wiring: house.wiring, environment: { WEB_KEY: 'key' } });
    crash.push((error) => fake.crash(error));
    expect(await runCli(['check'], fake.io)).toBe(1);
    expect(fake.err).toContain('channel web: its adapter let an error escape: ');
    expect(fake.out).not.toMatch(/^ok$/m);
    expect([fake.err.includes('hush'), fake.listening, fake.exits]).toEqual([false, false, []]);
  });
});

describe('conversations', () => {
  function withConversations(): FakeHouse {
    const house = fakeHouse();
    house.store.conversations = [
      storedConversation(),
      storedConversation({ id: conversationId('conv-0'), state: 'ended', endedAt: Date.UTC(2026, 0, 1, 13) }),
    ];
    house.store.deliveries = [storedDelivery()];
    return house;
  }

  it('are listed as JSON, read beside whoever owns the store', async () => {
    const house = withConversations();
    const { code, out } = await run('conversations list --json', house);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      items: [
        {
          id: 'conv-1',
          channel: 'web',
          customer: 'ann',
          state: 'open',
          openedAt: '2026-01-01T12:00:00.000Z',
          endedAt: null,
        },
        {
          id: 'conv-0',
          channel: 'web',
          customer: 'ann',
          state: 'ended',
          openedAt: '2026-01-01T12:00:00.000Z',
          endedAt: '2026-01-01T13:00:00.000Z',
        },
      ],
    });
    expect(house.store.opened).toMatchObject([{ role: 'reader', url: `sqlite:${folders[0]?.folder}/trunkline.db` }]);
    expect(house.store.closed).toBe(1);
  });

  it('are listed in columns for people', async () => {
    const { out } = await run('conversations list --state open', withConversations());
    expect(out).toMatch(
      /^ID +CHANNEL +CUSTOMER +STATE +OPENED +ENDED\nconv-1 +web +ann +open +2026-01-01T\S+[+-]\d\d:\d\d\n$/,
    );
  });

  it('are listed of one channel, and say so when there are more than were asked for', async () => {
    const house = withConversations();
    house.store.conversations = [...house.store.conversations, storedConversation({ channel: channelName('sms') })];
    const { out } = await run('conversations list --channel sms --json', house);
    expect(JSON.parse(out)).toMatchObject({ items: [{ channel: 'sms' }] });
    const { err } = await run('conversations list --limit 2', house);
    expect(err).toBe('the newest 2 are listed; --limit <n> lists more\n');
  });

  it('are shown whole: what was said, attached, and sent again', async () => {
    const house = withConversations();
    house.store.conversations = [storedConversation({ previousId: conversationId('conv-0'), endReason: 'agent left' })];
    house.store.messages = [
      {
        id: messageId('msg-1'),
        customerId: customerId('cust-1'),
        conversationId: conversationId('conv-1'),
        author: { kind: 'customer', name: 'Ann' },
        text: 'look',
        attachments: [{ url: 'https://x.test/a.png', name: 'a.png' }, { url: 'https://x.test/b' }],
        sentAt: Date.UTC(2026, 0, 1, 12),
        late: true,
      },
    ];
    house.store.deliveries = [storedDelivery({ repeated: true, retryOf: deliveryId('del-0'), remoteKey: 'r-1' })];
    const text = await run('conversations show conv-1', house);
    expect(text.out).toMatch(/^state +open \(agent left\)$/m);
    expect(text.out).toMatch(/^continues +conv-0$/m);
    expect(text.out).toMatch(/\(late\) +customer Ann +look \[a\.png\] \[https:\/\/x\.test\/b\]$/m);
    expect(text.out).toMatch(/^del-1 .* 2, repeated +webhook answered 410$/m);
    const { out } = await run('conversations show conv-1 --json', house);
    expect(JSON.parse(out)).toMatchObject({
      previousConversationId: 'conv-0',
      messages: [{ id: 'msg-1', late: true, attachments: [{ name: 'a.png' }, { url: 'https://x.test/b' }] }],
      deliveries: [
        {
          id: 'del-1',
          what: 'message',
          messageId: 'msg-1',
          part: 1,
          parts: 1,
          repeated: true,
          retryOf: 'del-0',
          remoteKey: 'r-1',
          createdAt: '2026-01-01T12:00:00.000Z',
          settledAt: '2026-01-01T12:00:00.000Z',
        },
      ],
    });
  });

  it('are shown one by one, with what became of their messages', async () => {
    const text = await run('conversations show conv-1', withConversations());
    expect(text.out).toMatch(/^conversation +conv-1$/m);
    expect(text.out).toMatch(/^del-1 .* failed +2 +webhook answered 410$/m);
    const { out } = await run('conversations show conv-1 --json', withConversations());
    expect(JSON.parse(out)).toMatchObject({
      id: 'conv-1',
      remoteId: 'remote-1',
      messages: [],
      deliveries: [{ id: 'del-1' }],
    });
  });

  it('are ended by their owner: the wish is recorded', async () => {
    const house = withConversations();
    const { code, out } = await run('conversations end conv-1', house);
    expect([code, out]).toEqual([0, expect.stringContaining('queued: end conversation conv-1')]);
    expect(house.store.recorded).toMatchObject([
      { customerId: 'cust-1', event: { type: 'end', conversationId: 'conv-1' } },
    ]);
  });

  it('that have ended are left as they are', async () => {
    const house = withConversations();
    const { code, out } = await run('conversations end conv-0', house);
    expect([code, out]).toEqual([0, expect.stringContaining('has ended already')]);
    expect(house.store.recorded).toEqual([]);
  });

  it.each(['show', 'end'])('that nobody knows make %s exit with 1', async (command) => {
    const house = withConversations();
    const { code, err } = await run(`conversations ${command} nobody`, house);
    expect([code, err]).toEqual([1, expect.stringContaining('there is no conversation nobody')]);
    expect([house.store.recorded, house.store.closed]).toEqual([[], 1]);
  });

  it('cannot be read before there is a database', async () => {
    const house = fakeHouse();
    house.store.refusal = new StoreOpenError('store.cannot-open', 'There is no database yet.');
    expect(await run('conversations list', house)).toEqual({ code: 1, out: '', err: 'There is no database yet.\n' });
  });
});

describe('deliveries', () => {
  function withDeliveries(): FakeHouse {
    const house = fakeHouse();
    house.store.deliveries = [
      storedDelivery(),
      storedDelivery({ id: deliveryId('del-2'), state: 'sent', reason: null }),
      storedDelivery({ id: deliveryId('del-3'), state: 'expired', reason: 'older than 4 h\u001b[31m\nX' }),
    ];
    return house;
  }

  it('are listed as JSON, the newest first', async () => {
    const { out } = await run('deliveries list --json', withDeliveries());
    const { items } = JSON.parse(out) as { items: unknown[] };
    expect(items).toHaveLength(3);
    expect(items[2]).toEqual({
      id: 'del-1',
      conversationId: 'conv-1',
      channel: 'web',
      customer: 'ann',
      direction: 'toCustomer',
      state: 'failed',
      attempts: 2,
      reason: 'webhook answered 410',
    });
  });

  it('that did not arrive are listed alone, in lines that obey nobody', async () => {
    const { out } = await run('deliveries list --failed', withDeliveries());
    expect(out.split('\n')).toHaveLength(4);
    expect(out).not.toContain('del-2');
    expect(out).toContain('older than 4 h�[31m X');
  });

  it('say so when there are more than were asked for', async () => {
    const { out, err } = await run('deliveries list --json --limit 2', withDeliveries());
    expect(JSON.parse(out)).toMatchObject({ items: [{ id: 'del-3' }, { id: 'del-2' }] });
    expect(err).toContain('--limit');
  });

  it.each<[string, DeliveryState]>([
    ['retry', 'failed'],
    ['retry', 'expired'],
    ['retry', 'dropped'],
    ['drop', 'pending'],
    ['drop', 'sending'],
    ['drop', 'unknown'],
    ['drop', 'waiting'],
  ])('%s of what is %s is recorded for the owner of the customer', async (wish, state) => {
    const house = fakeHouse();
    house.store.deliveries = [storedDelivery({ state })];
    const { code, out } = await run(`deliveries ${wish} del-1`, house);
    expect([code, out]).toEqual([
      0,
      `queued: ${wish} delivery del-1 (a running bridge does it now, otherwise the next start does)\n`,
    ]);
    expect(house.store.recorded).toMatchObject([{ customerId: 'cust-1', event: { type: wish, deliveryId: 'del-1' } }]);
    expect(house.store.opened).toMatchObject([{ role: 'reader' }]);
  });

  it.each<[string, DeliveryState, string]>([
    ['retry', 'sent', 'only what failed, expired or was dropped can be sent again'],
    ['retry', 'waiting', 'only what failed, expired or was dropped can be sent again'],
    ['drop', 'sent', 'only what is still to be delivered can be dropped'],
    ['drop', 'failed', 'only what is still to be delivered can be dropped'],
  ])('%s of what is %s exits with 1 and queues nothing', async (wish, state, rule) => {
    const house = fakeHouse();
    house.store.deliveries = [storedDelivery({ state })];
    const { code, err } = await run(`deliveries ${wish} del-1`, house);
    expect([code, err]).toEqual([1, `delivery del-1 is ${state}: ${rule}; nothing queued\n`]);
    expect([house.store.recorded, house.store.closed]).toEqual([[], 1]);
  });

  it.each(['retry', 'drop'])('that nobody knows make %s exit with 1', async (wish) => {
    const { code, err } = await run(`deliveries ${wish} nothing`, withDeliveries());
    expect([code, err]).toEqual([1, 'there is no delivery nothing; trunkline deliveries list shows them\n']);
  });
});

describe('a command that takes longer than a second', () => {
  it('says what it waits for', async () => {
    const [house, clock, opening, opened] = [fakeHouse(), new ManualClock(), deferred(), deferred()];
    const { open } = house.store.driver;
    const storeDriver = {
      ...house.store.driver,
      open: async (options: StoreOptions) => {
        opening.resolve();
        await opened.promise;
        return open(options);
      },
    };
    const folder = await configFolder(GOOD_CONFIG);
    folders.push(folder);
    const wiring = fakeHouse({ '@trunkline/store-sqlite': { storeDriver } }).wiring;
    const fake = new FakeIo({ cwd: folder.folder, wiring, environment: { WEB_KEY: 'key' }, clock });
    const code = runCli(['conversations', 'list'], fake.io);
    await opening.promise;
    await clock.advance(1_000);
    expect(fake.err).toBe('reading the store …\n');
    opened.resolve();
    expect([await code, clock.armed]).toEqual([0, 0]);
  });
});
