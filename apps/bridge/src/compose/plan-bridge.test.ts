// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { afterEach, describe, expect, it } from 'vitest';
import { GOOD_CONFIG } from '../testing/config-folder.ts';
import { fakeAdapter, fakeHouse } from '../testing/fake-wiring.ts';
import { but, Planning } from '../testing/planning.ts';
import { planBridge } from './plan-bridge.ts';

const planning = new Planning();
afterEach(() => planning.clean());

const plan: Planning['plan'] = (...given) => planning.plan(...given);
const refusal: Planning['refusal'] = (...given) => planning.refusal(...given);

describe('a good config', () => {
  it('becomes a plan with defaults, interpolated values and the store beside the config file', async () => {
    const house = fakeHouse();
    const planned = await plan(GOOD_CONFIG, house);
    expect(planned.config.server).toEqual({ host: '127.0.0.1', port: 0 });
    expect(planned.store.url).toBe(`sqlite:${planning.folders[0]?.folder}/trunkline.db`);
    expect(planned.channels).toMatchObject([
      { name: 'web', adapterName: 'http', transport: 'guest-chat', routing: { queue: 'Support' } },
    ]);
    expect(planned.contactCenters.map(({ name }) => name)).toEqual(['guest-chat']);
    expect(house.store.opened).toEqual([]);
  });

  it('hands a built-in adapter its own keys and nothing of the bridge', async () => {
    const seen: unknown[] = [];
    const adapter = fakeAdapter({
      create: (options) => {
        seen.push(options);
        return fakeAdapter().create({});
      },
    });
    const house = fakeHouse({ '@trunkline/adapter-http': { adapter } });
    await plan(
      but('    adapter: http\n', '    adapter: http\n    routing: { queue: Web }\n    maxAge: { toCustomer: null }\n'),
      house,
    );
    expect(seen).toEqual([{ apiKey: 'env-value-1' }]);
  });

  it('overrides contact centre keys and ages for one channel', async () => {
    const more =
      '    routing: { queue: Web, priority: 3 }\n    maxAge: { toAgent: 2d, toCustomer: null }\n    retention: { after: 8d }\n    maskCardNumbers: true\n';
    const planned = await plan(but('    adapter: http\n', `    adapter: http\n${more}`));
    expect(planned.channels[0]).toMatchObject({
      routing: { queue: 'Web', priority: 3 },
      maxAgeMs: { toAgent: 172_800_000, toCustomer: null },
      retainMs: 691_200_000,
      maskCardNumbers: true,
    });
  });

  it('gives a channel with its own deployment a contact centre of its own, named the same every time', async () => {
    const more = '    apiUrl: http://127.0.0.1:4010/\n    guestChat: { organizationId: org, deploymentId: other }\n';
    const yaml = but('    adapter: http\n', `    adapter: http\n${more}`);
    const [first, second] = [await plan(yaml), await plan(yaml)];
    const [base, own] = first.contactCenters;
    expect(base?.name).toBe('guest-chat');
    expect(own?.name).toMatch(/^guest-chat:[0-9a-f]{12}$/);
    expect(own?.settings).toMatchObject({ apiUrl: 'http://127.0.0.1:4010', guestChat: { deploymentId: 'other' } });
    expect(own?.settings.region).toBeUndefined();
    expect(first.channels[0]?.transport).toBe(own?.name);
    expect(second.contactCenters[1]?.name).toBe(own?.name);
  });

  it('leaves apiUrl to an adapter that has one itself', async () => {
    const seen: unknown[] = [];
    const { options } = fakeAdapter();
    const sms = fakeAdapter({
      options: { safeParse: (data: unknown) => ({ success: true, data }) } as typeof options,
      create(given) {
        seen.push(given);
        return fakeAdapter().create({});
      },
    });
    const house = fakeHouse({ '@trunkline/adapter-sms': { adapter: sms } });
    const planned = await plan(
      `${but('  web:\n    adapter: http\n', '  sms:\n    adapter: sms\n    apiUrl: http://127.0.0.1:4020\n')}`,
      house,
    );
    expect(seen).toMatchObject([{ apiUrl: 'http://127.0.0.1:4020' }]);
    expect(planned.contactCenters).toHaveLength(1);
  });

  it('takes a port from the environment as text', async () => {
    const planned = await plan(but('server: { port: 0 }', 'server: { port: "${PORT:-8090}" }'));
    expect(planned.config.server.port).toBe(8090);
  });

  it('loads an adapter by a path relative to the config file', async () => {
    const yaml = but(
      '    adapter: http\n    apiKey: ${WEB_KEY}\n',
      '    adapter: ./pager.mjs\n    options: { beeps: 3 }\n',
    );
    const pager = `export const adapter = { contract: 1, name: 'pager',
      options: { safeParse: (data) => ({ success: true, data }) },
      create: (options) => ({ capabilities: { presence: 'text' }, options, start() {}, handle() {}, deliver() {}, stop() {} }) };`;
    const planned = await plan(yaml, fakeHouse(), { 'pager.mjs': pager });
    expect(planned.channels[0]).toMatchObject({ adapterName: './pager.mjs', adapter: { options: { beeps: 3 } } });
  });
});

describe('a config with a mistake is refused with its place and key', () => {
  it.each<[string, string, string, string]>([
    ['an unknown key at the top', 'log:', 'logs:', '15:1: logs: unknown key; the nearest known key is "log"'],
    [
      'an unknown key deeper',
      'deploymentId:',
      'deployment_id:',
      '7:5: contactCenter.guestChat.deployment_id: unknown key; the nearest known key is "deploymentId"',
    ],
    [
      'an unknown key of the adapter',
      'apiKey:',
      'apiKee:',
      '11:5: channels.web.apiKee: unknown key; the nearest known key is "apiKey"',
    ],
    [
      'a misspelt override',
      'apiKey:',
      'rooting: {}\n    apiKey:',
      '11:5: channels.web.rooting: unknown key; the nearest known key is "routing"',
    ],
    [
      'an unknown key inside an adapter option',
      'apiKey:',
      'webhook: { url: x, secrte: y }\n    apiKey:',
      '11:24: channels.web.webhook.secrte: unknown key; the nearest known key is "secret"',
    ],
    [
      'a wrong type in an adapter option',
      'apiKey: ${WEB_KEY}',
      'apiKey: [1]',
      '11:13: channels.web.apiKey: must be a string',
    ],
    [
      'a value of no allowed form',
      'apiKey:',
      'webhook: { url: x, secret: 3 }\n    apiKey:',
      '11:32: channels.web.webhook.secret: must be a string or a list',
    ],
    ['a missing block', 'routing: { queue: Support }', '', '1:1: contactCenter.routing: is missing'],
    [
      'an empty block',
      'routing: { queue: Support }',
      'routing:',
      '4:3: contactCenter.routing: must be a map of keys, but is empty',
    ],
    ['a missing value', 'apiKey: ${WEB_KEY}', '', '9:3: channels.web.apiKey: is missing'],
    ['an empty text', 'queue: Support', 'queue: ""', '4:21: contactCenter.routing.queue: must not be empty'],
    [
      'a bad region',
      'region: mypurecloud.com',
      'region: mypurecluod.com',
      '3:11: contactCenter.region: no such region; give its domain, e.g. mypurecloud.com; did you mean "mypurecloud.com"?',
    ],
    [
      'neither region nor apiUrl',
      '  region: mypurecloud.com\n',
      '',
      '1:1: contactCenter.region: either region or apiUrl is needed',
    ],
    [
      'region and apiUrl',
      'routing:',
      'apiUrl: http://x.test\n  routing:',
      '4:3: contactCenter.apiUrl: region and apiUrl exclude each other; keep one',
    ],
    [
      'guest chat without its block',
      '  guestChat:\n    organizationId: org\n    deploymentId: deployment\n',
      '',
      '1:1: contactCenter.guestChat: is missing; the transport guest-chat needs it',
    ],
    [
      'a bad channel name',
      '  web:',
      '  Web_1:',
      '9:3: channels.Web_1: a channel name has 1 to 63 of a-z, 0-9 and -, and does not begin with -',
    ],
    [
      'no channel',
      'channels:\n  web:\n    adapter: http\n    apiKey: ${WEB_KEY}',
      'channels: {}',
      '8:11: channels: must name at least one channel',
    ],
    [
      'a name that no object can have',
      'server: { port: 0 }',
      'server: { __proto__: 1 }',
      '13:11: __proto__ cannot be used as a name',
    ],
    [
      'a port that is none',
      'server: { port: 0 }',
      'server: { port: 70000 }',
      '13:17: server.port: must be a port number from 0 to 65535',
    ],
    [
      'a bad public URL',
      'server: { port: 0 }',
      'server: { publicUrl: bridge }',
      '13:22: server.publicUrl: must be an http:// or https:// URL',
    ],
    [
      'a log level that is none',
      'level: debug',
      'level: debgu',
      '15:15: log.level: must be one of "debug", "info", "warn", "error"; did you mean "debug"?',
    ],
    [
      'an age that is none',
      'apiKey:',
      'maxAge: { toAgent: 1 day }\n    apiKey:',
      '11:24: channels.web.maxAge.toAgent: must be a duration such as 90s, 30m, 24h or 7d, or null for never',
    ],
    [
      'a time to keep that is shorter than repeats are recognised',
      'apiKey:',
      'retention: { after: 6d }\n    apiKey:',
      '11:25: channels.web.retention.after: must be a duration of at least 7d, such as 30d or 720h',
    ],
    [
      'a key that is none',
      '.db" }',
      '.db", encryptionKey: "c2hvcnQ=" }',
      '12:55: store.encryptionKey: must be 32 random bytes in base64, as openssl rand -base64 32 makes them',
    ],
    [
      'an unset variable',
      '${WEB_KEY}',
      '${WEB_KEE}',
      '11:13: channels.web.apiKey: the environment variable WEB_KEE is not set; ${WEB_KEE:-default} would give it a default',
    ],
    [
      'an unset variable in a list',
      'queue: Support',
      'queue: Q, skills: [a, "${SKILL}"]',
      '4:36: contactCenter.routing.skills[1]: the environment variable SKILL is not set; ${SKILL:-default} would give it a default',
    ],
    [
      'options beside a built-in adapter',
      'apiKey:',
      'options: {}\n    apiKey:',
      '11:5: channels.web.options: unknown key; the nearest known key is "region"',
    ],
    [
      'an unknown transport',
      'transport: guest-chat',
      'transport: guestchat',
      '2:14: contactCenter.transport: no such transport; known are guest-chat, open-messaging, web-messaging; did you mean "guest-chat"?',
    ],
    [
      'a transport that is not installed',
      'transport: guest-chat',
      'transport: open-messaging',
      '2:14: contactCenter.transport: the package @trunkline/genesys-open-messaging is not installed: npm install @trunkline/genesys-open-messaging',
    ],
    [
      'a store that is not installed',
      'sqlite:./trunkline.db',
      'postgres://db/x',
      '12:15: store.url: the package @trunkline/store-postgres is not installed: npm install @trunkline/store-postgres',
    ],
    [
      'a store that nobody knows',
      'sqlite:./trunkline.db',
      'sqlte:./x.db',
      '12:15: store.url: no store is known by this scheme; known are sqlite, postgres, postgresql; did you mean "sqlite"?',
    ],
    [
      'a store URL without a scheme',
      'sqlite:./trunkline.db',
      './x.db',
      '12:15: store.url: must be a URL such as sqlite:./trunkline.db',
    ],
    [
      'an adapter that is not installed',
      'adapter: http',
      'adapter: sms',
      '10:14: channels.web.adapter: the package @trunkline/adapter-sms, which the adapter sms needs, is not installed',
    ],
    [
      'a misspelt adapter',
      'adapter: http',
      'adapter: htpp',
      '10:14: channels.web.adapter: there is no adapter htpp; did you mean "http"?',
    ],
    [
      'an adapter file that is not there',
      'adapter: http',
      'adapter: ./none.mjs',
      '10:14: channels.web.adapter: there is no file ./none.mjs (paths are relative to the config file)',
    ],
  ])('%s', async (_what, from, to, expected) => {
    expect(await refusal(but(from, to))).toContainEqual(expect.stringContaining(`trunkline.yaml:${expected}`));
  });

  it('tells everything that is wrong at once, in the order of the file, and each thing once', async () => {
    const yaml = but('transport: guest-chat', 'transport: nothing')
      .replace('apiKey:', 'apiKee:')
      .replace('sqlite:./trunkline.db', '${STORE}')
      .replace('log:', 'logs:');
    expect(await refusal(yaml)).toEqual([
      expect.stringContaining(':2:14: contactCenter.transport: no such transport'),
      expect.stringContaining(':9:3: channels.web.apiKey: is missing'),
      expect.stringContaining(':11:5: channels.web.apiKee: unknown key'),
      expect.stringContaining(':12:15: store.url: the environment variable STORE is not set'),
      expect.stringContaining(':15:1: logs: unknown key'),
    ]);
  });

  it.each([
    ['export const other = 1;', 'exports no "adapter"; it must export const adapter = defineAdapter({…})'],
    [
      'export const adapter = { contract: 7 };',
      'is written for version 7 of the adapter contract, this bridge speaks version 1: update the bridge',
    ],
    ['export const adapter = { contract: 0 };', 'this bridge speaks version 1: update the adapter'],
    [
      'export const adapter = {};',
      'is written for no version of the adapter contract, this bridge speaks version 1: contract: CHANNEL_ADAPTER_CONTRACT belongs into',
    ],
    ['export const adapter = { contract: 1 };', 'lacks create or options'],
    ['throw new Error("at import");', 'cannot be loaded: Error: at import'],
    ['import "./not-there.mjs";', 'cannot be loaded: '],
  ])('names what is wrong with an adapter file: %s', async (source, expected) => {
    const yaml = but('    adapter: http\n    apiKey: ${WEB_KEY}\n', '    adapter: ./pager.mjs\n');
    const [line] = await refusal(yaml, fakeHouse(), { 'pager.mjs': source });
    expect(line).toContain('trunkline.yaml:10:14: channels.web.adapter: ');
    expect(line).toContain(expected);
  });

  it('names the channel whose adapter throws at its options', async () => {
    const adapter = fakeAdapter({
      create() {
        throw new TypeError('the numbers overlap');
      },
    });
    const lines = await refusal(GOOD_CONFIG, fakeHouse({ '@trunkline/adapter-http': { adapter } }));
    expect(lines).toEqual(['trunkline.yaml:9:3: channels.web: the adapter refuses its options: the numbers overlap']);
  });

  it('says that there is no file', async () => {
    const location = { file: 'none.yaml', cwd: '/tmp' };
    await expect(planBridge(location, {}, fakeHouse().wiring)).rejects.toThrow(
      'none.yaml: there is no such file; --config FILE names another',
    );
  });

  it('points at broken YAML and helps with an unquoted reference', async () => {
    const lines = await refusal(but('{ queue: Support }', '{ queue: ${QUEUE} }'));
    expect(lines[0]).toMatch(/^trunkline\.yaml:4:\d+: not valid YAML: .*a reference needs quotes: "\$\{NAME\}"$/);
  });

  it('never prints a value that was written or set', async () => {
    const yaml = but('queue: Support', 'queue: [secret-1]')
      .replace('level: debug', 'level: secret-2')
      .replace('region: mypurecloud.com', 'region: ${WEB_KEY}')
      .replace('port: 0', 'port: secret-3');
    const text = (await refusal(yaml)).join('\n');
    expect(text.split('\n').length).toBeGreaterThan(3);
    expect(text).not.toMatch(/secret-\d|env-value/);
  });
});
