import { address, type ChannelAdapter, type Finding, type JsonValue } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConfigFolder, configFolder, FOREIGN_CONFIG, GOOD_CONFIG } from '../testing/config-folder.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { type FakeHouse, fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';
import { wiring } from '../wiring.ts';
import { runCli } from './run-cli.ts';

const folders: ConfigFolder[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

interface Setting {
  readonly adapter?: Partial<ChannelAdapter>;
  readonly house?: FakeHouse;
  readonly yaml?: string;
  readonly clock?: ManualClock;
  readonly environment?: Record<string, string>;
}

async function run(args: readonly string[], setting: Setting = {}) {
  const { adapter = {}, yaml = GOOD_CONFIG } = setting;
  const definition = { adapter: fakeAdapter({ create: () => idleAdapter(adapter) }) };
  const house = setting.house ?? fakeHouse({ '@trunkline/adapter-http': definition, 'acme-pager': definition });
  const folder = await configFolder(yaml);
  folders.push(folder);
  const { environment = { WEB_KEY: 'key' }, clock } = setting;
  const real = { ...house.wiring, transports: wiring.transports };
  const fake = new FakeIo({ cwd: folder.folder, wiring: real, environment, ...(clock === undefined ? {} : { clock }) });
  const code = await runCli(args, fake.io);
  return { code, out: fake.out, err: fake.err, house };
}

const finding = (severity: Finding['severity'], about: string): Finding => ({ severity, about, text: `of ${about}` });

describe('check', () => {
  it('asks adapters, without their vendors unless online', async () => {
    const asked: unknown[] = [];
    const check: ChannelAdapter['check'] = async (place) => {
      asked.push(place);
      return [finding('ok', 'one'), finding('warning', 'two')];
    };
    const yaml = GOOD_CONFIG.replace('server: {', 'server: { publicUrl: "https://bridge.example.com",');
    const { code, out } = await run(['check'], { adapter: { check }, yaml });
    expect(asked).toEqual([{ channel: 'web', publicUrl: 'https://bridge.example.com/channels/web', online: false }]);
    expect(code).toBe(0);
    expect(out).toMatch(/^web +warning +two +of two\nweb +ok +one +of one$/m);
    expect(out).toMatch(/\nok\n$/);
  });

  it('fails with 1 for a problem', async () => {
    const check = async () => [finding('problem', 'voice URL'), finding('ok', 'token')];
    const { code, out, err } = await run(['check'], { adapter: { check } });
    expect([code, err]).toEqual([1, '1 of the adapters’ 2 findings are problems\n']);
    expect(out).toMatch(/^web +problem +voice URL/m);
    const asJson = await run(['check', '--json'], { adapter: { check } });
    expect(JSON.parse(asJson.out).findings[0]).toEqual({ channel: 'web', ...finding('problem', 'voice URL') });
  });

  it('takes a check that throws for a problem, without what others say in their errors', async () => {
    const check = async () => {
      throw new Error('token abc refused');
    };
    const { code, out } = await run(['check', '--json'], { adapter: { check }, yaml: FOREIGN_CONFIG });
    expect(code).toBe(1);
    expect(JSON.parse(out).findings).toMatchObject([{ severity: 'problem', about: 'the check itself' }]);
    expect(out).not.toContain('abc');
  });

  it('does not wait for ever', async () => {
    const clock = new ManualClock();
    const check = (): Promise<readonly Finding[]> => {
      setImmediate(() => void clock.advance(31_000));
      return new Promise(() => undefined);
    };
    const { code, out } = await run(['check'], { adapter: { check }, clock });
    expect(code).toBe(1);
    expect(out).toContain('gave no answer in 30 seconds');
  });
});

describe('explain', () => {
  const explain: ChannelAdapter['explain'] = async ({ from, to, text, at }) => ({
    rule: 'numbers.+15550100.routing',
    message: {
      address: address(`${to ?? 'the only one'}|${from}`),
      text,
      sentAt: at,
      profile: { name: 'Ann', attributes: { city: 'Bern' } },
      routing: { queue: 'Night', skills: ['german'] },
    },
    notes: ['outside business hours'],
  });
  const args = ['explain', '--channel', 'web', '--from', '+15550123', '--body', 'hello there'];

  it('prints the rule, the message, where it goes and what the contact centre would get', async () => {
    const more = ['--to', '+15550100', '--at', '2026-03-01T22:00:00Z', '--json'];
    const { code, out, house } = await run([...args, ...more], { adapter: { explain } });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      rule: 'numbers.+15550100.routing',
      message: expect.objectContaining({
        address: '+15550100|+15550123',
        text: 'hello there',
        sentAt: Date.UTC(2026, 2, 1, 22),
      }),
      notes: ['outside business hours'],
      routing: { queue: 'Night', skills: ['german'] },
      payload: {
        organizationId: 'org',
        deploymentId: 'deployment',
        routingTarget: { targetType: 'QUEUE', targetAddress: 'Night', skills: ['german'] },
        memberInfo: { displayName: 'Ann', customFields: { city: 'Bern' } },
      },
    });
    expect(house.store.opened).toEqual([]);
  });

  it('says it for people too', async () => {
    const { out } = await run(args, { adapter: { explain } });
    expect(out).toMatch(/^rule +numbers/m);
    expect(out).toMatch(/^queue +Night$/m);
    expect(out).toContain('"displayName": "Ann"');
    expect(out).toContain('- outside business hours');
  });

  it('shows card numbers as they would be kept', async () => {
    const yaml = `${GOOD_CONFIG}maskCardNumbers: true\n`;
    const card = ['explain', '--channel', 'web', '--from', 'x', '--body', 'card 4111 1111 1111 1111'];
    const { out } = await run(card, { adapter: { explain }, yaml });
    expect(out).toContain('card **** **** **** 1111');
  });

  it('says what would happen instead where nothing would be taken in', async () => {
    const nothing: ChannelAdapter['explain'] = async () => ({ rule: 'opt-out', message: null, notes: ['STOP'] });
    const { code, out } = await run(args, { adapter: { explain: nothing } });
    expect([code, out]).toEqual([0, 'rule      opt-out\nnothing would be taken in\n\n- STOP\n']);
  });

  it('names the channels that there are, and adapters that cannot explain', async () => {
    const other = await run(['explain', '--channel', 'sms', '--from', 'x', '--body', 'y']);
    expect([other.code, other.err]).toEqual([1, 'there is no channel sms; the config has web\n']);
    const unable = await run(args);
    expect(unable.code).toBe(1);
    expect(unable.err).toContain('the adapter http of web cannot explain');
  });

  it.each([
    ['--at', 'yesterday'],
    ['--at', '17'],
  ])('refuses %s %s with 2', async (...more) => {
    expect((await run([...args, ...more], { adapter: { explain } })).code).toBe(2);
  });
});

describe('consents', () => {
  const house = (): FakeHouse => {
    const made = fakeHouse();
    made.store.entries.set(
      'channel/web',
      new Map<string, JsonValue>([
        ['consent/+15550100|+15550123', { state: 'out', at: Date.UTC(2026, 0, 2), by: 'STOP, "all"', sid: 'SM1' }],
        ['consent/+15550100|+15550124', { state: 'in', at: Date.UTC(2026, 0, 3), by: 'START' }],
        ['mark', 7],
      ]),
    );
    return made;
  };

  it('are listed with numbers whole, and as JSON', async () => {
    const { code, out } = await run(['consents', 'list', '--channel', 'web'], { house: house() });
    expect(code).toBe(0);
    expect(out).toMatch(/^\+15550100\|\+15550123 +out +2026-01-02T00:00:00.000Z +STOP, "all" +SM1$/m);
    const asJson = await run(['consents', 'list', '--channel', 'web', '--json'], { house: house() });
    expect(JSON.parse(asJson.out).items[1]).toEqual({
      key: '+15550100|+15550124',
      state: 'in',
      at: Date.UTC(2026, 0, 3),
      by: 'START',
    });
  });

  it('are exported as CSV', async () => {
    const { out } = await run(['consents', 'export', '--channel', 'web'], { house: house() });
    expect(out).toBe(
      'key,state,at,by,sid\r\n' +
        '+15550100|+15550123,out,2026-01-02T00:00:00.000Z,"STOP, ""all""",SM1\r\n' +
        '+15550100|+15550124,in,2026-01-03T00:00:00.000Z,START,\r\n',
    );
  });

  it('are all read, however many', async () => {
    const made = fakeHouse();
    const many = Array.from({ length: 2_001 }, (_, index) => [`consent/${index}`, { state: 'out' }] as const);
    made.store.entries.set('channel/web', new Map(many));
    const { out } = await run(['consents', 'list', '--channel', 'web', '--json'], { house: made });
    expect(JSON.parse(out).items).toHaveLength(2_001);
  });

  it('of a channel that is not there are refused, unless some are left of it', async () => {
    const { code, err } = await run(['consents', 'list', '--channel', 'sms'], { house: house() });
    expect([code, err]).toEqual([1, 'there is no channel sms, and no consents are left of one; the config has web\n']);
  });
});

describe('slack manifest', () => {
  const SLACK = GOOD_CONFIG.replace(
    / {2}web:[\s\S]*WEB_KEY\}\n/,
    `  helpdesk: { adapter: slack, botToken: "\${NOT_SET}" }\n`,
  ).replace('server: {', 'server: { publicUrl: "https://bridge.example.com/",');
  const manifests = (): { readonly house: FakeHouse; readonly asked: unknown[] } => {
    const asked: unknown[] = [];
    const made = fakeHouse();
    const slackManifest = async (request: object) => {
      asked.push(request);
      return 'display_information: {}';
    };
    return { house: { ...made, wiring: { ...made.wiring, slackManifest } }, asked };
  };

  it('is made before there are tokens', async () => {
    const { house, asked } = manifests();
    const { code, out } = await run(['slack', 'manifest', '--name', 'Help'], { house, yaml: SLACK, environment: {} });
    expect([code, out]).toEqual([0, 'display_information: {}\n']);
    expect(asked).toMatchObject([
      { name: 'Help', url: 'https://bridge.example.com/channels/helpdesk', options: { adapter: 'slack' } },
    ]);
  });

  it('wants to know which channel, if it cannot be told', async () => {
    const { house } = manifests();
    const none = await run(['slack', 'manifest'], { house });
    expect([none.code, none.err]).toEqual([1, 'the config has no channel with the adapter slack\n']);
    const wrong = await run(['slack', 'manifest', '--channel', 'web'], { house, yaml: SLACK });
    expect(wrong.err).toContain('no channel web with the adapter slack; it has helpdesk');
    const two = SLACK.replace('channels:\n', 'channels:\n  second: { adapter: slack }\n');
    expect((await run(['slack', 'manifest'], { house, yaml: two })).err).toContain(
      '--channel NAME, of second, helpdesk',
    );
  });

  it('is made without a config too, unless one was named', async () => {
    const { house, asked } = manifests();
    const fake = new FakeIo({ cwd: '/nowhere-at-all', wiring: house.wiring });
    expect(await runCli(['slack', 'manifest', '--command', '/help'], fake.io)).toBe(0);
    expect(asked).toEqual([{ command: '/help', url: null, options: {} }]);
    expect(await runCli(['slack', 'manifest', '--config', 'x.yaml'], fake.io)).toBe(2);
  });
});
