// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeAdapter, fakeHouse, idleAdapter } from '../testing/fake-wiring.ts';
import { but, Planning } from '../testing/planning.ts';

const planning = new Planning();
afterEach(() => planning.clean());

const options = z.strictObject({
  apiKey: z.string(),
  numbers: z
    .record(
      z.string().regex(/^\+\d+$/, 'is not a phone number, e.g. +15550100'),
      z.strictObject({ queue: z.string().optional(), limits: z.strictObject({ perDay: z.int() }).optional() }),
    )
    .optional(),
  servers: z
    .array(z.strictObject({ url: z.url({ error: 'needs a complete URL' }), weight: z.number().optional() }))
    .optional(),
  mode: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('socket'), appToken: z.string() }),
      z.strictObject({ kind: z.literal('http'), secret: z.string() }),
    ])
    .optional(),
  key: z.union([z.string(), z.strictObject({ file: z.string() })]).optional(),
});

/** Lines of the refusal of a built-in adapter's option, and of the same under `options` of another's. */
async function refusals(written: string): Promise<readonly [string[], string[]]> {
  const adapter = fakeAdapter({ options });
  const house = () => fakeHouse({ '@trunkline/adapter-http': { adapter }, pager: { adapter } });
  const beside = but('    apiKey: ${WEB_KEY}\n', `    apiKey: k\n    ${written}\n`);
  const below = but(
    '    adapter: http\n    apiKey: ${WEB_KEY}\n',
    `    adapter: pager\n    options:\n      apiKey: k\n      ${written}\n`,
  );
  return [await planning.refusal(beside, house()), await planning.refusal(below, house())];
}

describe('what an adapter says of its options has its line and key', () => {
  it.each([
    ['numbers: { "+1": { queu: x } }', 'numbers["+1"].queu: unknown key; the nearest known key is "queue"'],
    ['numbers: { "+1": { limits: { perDay: x } } }', 'numbers["+1"].limits.perDay: must be a number'],
    [
      'numbers: { "+1": { limits: { perDya: 1 } } }',
      'numbers["+1"].limits.perDya: unknown key; the nearest known key is "perDay"',
    ],
    ['numbers: { one: {} }', 'numbers.one: is not a phone number, e.g. +15550100'],
    ['numbers: [x]', 'numbers: must be a map of keys'],
    ['servers: [{ url: "https://a.test" }, { url: b }]', 'servers[1].url: needs a complete URL'],
    [
      'servers: [{ url: "https://a.test", wieght: 1 }]',
      'servers[0].wieght: unknown key; the nearest known key is "weight"',
    ],
    ['servers: { url: x }', 'servers: must be a list'],
    ['mode: { kind: socket, secret: x }', 'mode.secret: does not go with the other keys here'],
    ['mode: { kind: socket }', 'mode.appToken: is missing'],
    ['key: { fiel: x }', 'key.fiel: unknown key; the nearest known key is "file"'],
    ['key: 3', 'key: must be a string or a map of keys'],
  ])('%s', async (written, expected) => {
    const [beside, below] = await refusals(written);
    expect(beside).toContainEqual(expect.stringMatching(/^trunkline\.yaml:12:\d+: /));
    expect(beside.join('\n')).toContain(`: channels.web.${expected}`);
    expect(below).toContainEqual(expect.stringMatching(/^trunkline\.yaml:13:\d+: /));
    expect(below.join('\n')).toContain(`: channels.web.options.${expected}`);
  });
});

describe('an adapter whose own code fails at its options', () => {
  it.each([
    [
      'a schema that throws',
      {
        options: {
          safeParse: () => {
            throw new Error('of its own');
          },
        },
      },
      'the adapter refuses its options: of its own',
    ],
    [
      'a schema that says nothing',
      { options: { safeParse: () => ({ success: false, error: {} }) } },
      'the adapter refuses its options and does not say why',
    ],
    [
      'one that makes nothing',
      { create: () => undefined },
      'what the adapter creates lacks start, handle, deliver, stop, capabilities.presence',
    ],
    [
      'one that makes half of it',
      { create: () => ({ ...idleAdapter(), deliver: undefined }) },
      'what the adapter creates lacks deliver',
    ],
    [
      'one with odd capabilities',
      { create: () => idleAdapter({ capabilities: {} as never }) },
      'what the adapter creates lacks capabilities.presence',
    ],
    [
      'one that throws something odd',
      {
        create: () => {
          throw 'odd';
        },
      },
      'the adapter refuses its options: it threw',
    ],
  ])('is refused, and named: %s', async (_what, parts, expected) => {
    const adapter = { ...fakeAdapter(), ...parts };
    const lines = await planning.refusal(but('', ''), fakeHouse({ '@trunkline/adapter-http': { adapter } }));
    expect(lines).toEqual([`trunkline.yaml:9:3: channels.web: ${expected}`]);
  });

  it('is refused when it does not finish loading', async () => {
    const house = fakeHouse();
    const wiring = { ...house.wiring, importTimeoutMs: 1 };
    const yaml = but('    adapter: http\n    apiKey: ${WEB_KEY}\n', '    adapter: ./pager.mjs\n');
    const lines = await planning.refusal(yaml, { ...house, wiring }, { 'pager.mjs': 'await new Promise(() => {});' });
    expect(lines).toEqual([
      'trunkline.yaml:10:14: channels.web.adapter: ./pager.mjs cannot be loaded: it was still loading after 1 ms',
    ]);
  });
});
