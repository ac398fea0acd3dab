// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
/** Whatever a config file may hold. */
export type Written = string | number | boolean | null | Written[] | { [key: string]: Written };

/** The same numbers from 0 to 1 for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Keys that end in `?` are there or not. */
function some(random: Random, keys: Readonly<Record<string, () => Written>>): { [key: string]: Written } {
  const made: { [key: string]: Written } = {};
  for (const [key, make] of Object.entries(keys)) {
    if (!key.endsWith('?')) made[key] = make();
    else if (random() < 0.5) made[key.slice(0, -1)] = make();
  }
  return made;
}

/** A config that is right. */
export function goodConfig(random: Random): { [key: string]: Written } {
  const pick =
    (...list: readonly Written[]) =>
    (): Written =>
      oneOf(random, list);
  const wait = pick('1s', '500ms', '90m', '23d', '499h', '${WAIT}');
  const web = pick('http://127.0.0.1:4010', 'https://example.com/a/', 'HTTPS://EXAMPLE.COM?x=1', '${URL}');
  const routing = (): Written =>
    some(random, {
      queue: pick('Support', '${NAME}'),
      'skills?': pick([], ['a', 'b']),
      'language?': pick('en'),
      'priority?': pick(0, -3, 10),
      'noAgentAfter?': () => (random() < 0.5 ? wait() : some(random, { after: wait, 'leave?': pick(true, false) })),
    });
  const texts = (): Written =>
    some(random, {
      'joined?': pick('Hello {agent}', null, 'x', '{ {agent}', '${NAME}'),
      'silence?': pick('{minutes}', null),
      'ended?': pick('Bye', '}{'),
      'undelivered?': pick('{reason}{reason}'),
    });
  const memberAuthToken = (): Written =>
    random() < 0.5
      ? some(random, { command: pick(['sign'], ['sign', '--a']), 'timeout?': wait })
      : some(random, { url: web, 'headers?': pick({}, { 'x-a': 'b', Authorization: '${NAME}' }), 'timeout?': wait });
  const guestChat = (): Written =>
    some(random, {
      organizationId: pick('org'),
      deploymentId: pick('dep', '${NAME}'),
      'memberAuthToken?': memberAuthToken,
      'timing?': () => some(random, { 'heartbeat?': wait, 'grace?': wait, 'silenceEnds?': wait, 'landsWithin?': wait }),
      'connections?': pick(1, 10_000),
    });
  const onSilence = pick('warn', 'keepAlive', 'letEnd', '${SILENCE}');
  const place = random() < 0.5 ? { region: pick('mypurecloud.com') } : { apiUrl: web };
  const age = pick(null, '0s', '7d', '${WAIT}');
  const retention = (): Written => (random() < 0.3 ? null : { after: oneOf(random, ['7d', '30d', '168h', '9999d']) });
  const key = pick('A'.repeat(43), `${'b'.repeat(42)}A=`, '${KEY}');
  const channel = (): Written =>
    some(random, {
      adapter: pick('http', './pager.mjs'),
      'routing?': routing,
      'guestChat?': guestChat,
      'texts?': texts,
      'onSilence?': onSilence,
      'maxAge?': () => some(random, { 'toAgent?': age, 'toCustomer?': age }),
      'maskCardNumbers?': pick(true, false),
      'retention?': retention,
      'options?': pick({}, { a: [1] }),
      'apiKeys?': pick(['k']),
    });
  const address = (): { [key: string]: Written } =>
    some(random, { 'host?': pick('127.0.0.1'), 'port?': pick(0, 65_535, '8080', '065', '${PORT}') });
  return some(random, {
    contactCenter: () =>
      some(random, {
        transport: pick('guest-chat'),
        ...place,
        routing,
        guestChat,
        'texts?': texts,
        'onSilence?': onSilence,
      }),
    channels: () => some(random, { web: channel, 'sms-us?': channel }),
    'store?': () =>
      some(random, {
        'url?': pick('sqlite:./x.db', 'postgres://h/d'),
        'encryptionKey?': () => (random() < 0.5 ? key() : [key(), key()]),
      }),
    'retention?': retention,
    'maskCardNumbers?': pick(true, false),
    'server?': () => ({ ...address(), ...some(random, { 'publicUrl?': web }) }),
    'admin?': address,
    'log?': () => some(random, { 'level?': pick('debug', 'error', '${LEVEL}') }),
  });
}

/** What the references of generated configs stand for. */
export const GENERATED_ENVIRONMENT: Readonly<Record<string, string>> = {
  WAIT: '30s',
  URL: 'https://example.com',
  NAME: 'name',
  SILENCE: 'warn',
  PORT: '8080',
  LEVEL: 'info',
  KEY: 'A'.repeat(43),
};

const ODD: readonly Written[] = [
  null,
  '',
  ' ',
  'x',
  '0s',
  '25d',
  '6d',
  '167h',
  '500h',
  '5 m',
  'http:/x',
  'ftp://x.test',
  'https://a:b@x.test',
  '{agent}',
  '{}',
  '70000',
  '-1',
  'sqlite',
  -1,
  0,
  1.5,
  65_536,
  10_001,
  true,
  false,
  [],
  [''],
  [1],
  {},
  { a: 1 },
  { after: '1s', x: 1 },
  { command: ['a'], url: 'http://x.test' },
  { command: ['a'], headers: {} },
  { 'a b': 'c' },
  { Web: { adapter: 'http' } },
];

/** The same config with one thing changed somewhere, which may or may not be a mistake. */
export function withChange(config: Written, random: Random): Written {
  if (typeof config !== 'object' || config === null || (random() < 0.1 && !Array.isArray(config)))
    return oneOf(random, ODD);
  if (Array.isArray(config))
    return config.length === 0 ? oneOf(random, ODD) : config.with(0, withChange(config[0] ?? '', random));
  const keys = Object.keys(config);
  const key = keys.length === 0 ? 'odd' : oneOf(random, keys);
  const how = random();
  if (how < 0.12) return { ...config, [`${key}X`]: oneOf(random, ODD) };
  if (how < 0.24) return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
  return { ...config, [key]: withChange(config[key] ?? '', random) };
}
