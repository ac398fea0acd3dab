// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of the config file.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { configFolder } from '../testing/config-folder.ts';
import { fakeHouse } from '../testing/fake-wiring.ts';
import { but, Planning } from '../testing/planning.ts';
import { planBridge } from './plan-bridge.ts';

const planning = new Planning();
afterEach(() => planning.clean());

/** The good config with keys added to the contact centre, and to the channel. */
function withKeys(center: string, channel = ''): string {
  const yaml = but('  routing: { queue: Support }\n', `  routing: { queue: Support }\n${center}`);
  return yaml.replace('    adapter: http\n', () => `    adapter: http\n${channel}`);
}

function withGuestChat(more: string): string {
  return but('    deploymentId: deployment\n', `    deploymentId: deployment\n${more}`);
}

describe('system texts', () => {
  it('are overridden by a channel one by one, null included', async () => {
    const yaml = withKeys(
      '  texts: { joined: "Say hello to {agent}", ended: null, outage: Later. }\n',
      '    texts: { outage: null, ended: Bye. }\n',
    );
    const [channel] = (await planning.plan(yaml)).channels;
    expect(channel?.texts).toEqual({ joined: 'Say hello to {agent}', ended: 'Bye.', outage: null });
  });

  it('that nobody gives are left to the engine', async () => {
    const [channel] = (await planning.plan(withKeys(''))).channels;
    expect(channel).not.toHaveProperty('texts');
    expect(channel).not.toHaveProperty('onSilence');
    expect(channel).not.toHaveProperty('noAgent');
  });

  it.each([
    [
      '  texts: { joined: "{agnet} is here" }\n',
      '5:20: contactCenter.texts.joined: {agnet} is not a placeholder; there is {agent}',
    ],
    [
      '  texts: { ended: "Bye {agent}" }\n',
      '5:19: contactCenter.texts.ended: {agent} is not a placeholder; this text has none',
    ],
    ['  texts: { ended: " " }\n', '5:19: contactCenter.texts.ended: is empty; null says nothing'],
    ['  texts: { ended: 3 }\n', '5:19: contactCenter.texts.ended: must be a text, or null to say nothing'],
    ['  texts: { endet: x }\n', '5:12: contactCenter.texts.endet: unknown key; the nearest known key is "ended"'],
    ['  texts:\n', '5:3: contactCenter.texts: must be a map of keys, but is empty'],
  ])('are checked at load: %s', async (keys, expected) => {
    expect(await planning.refusal(withKeys(keys))).toEqual([`trunkline.yaml:${expected}`]);
  });

  it('of a channel are checked too', async () => {
    const lines = await planning.refusal(withKeys('', '    texts: { silence: "in {min} minutes" }\n'));
    expect(lines).toEqual([
      'trunkline.yaml:11:23: channels.web.texts.silence: {min} is not a placeholder; there is {minutes}',
    ]);
  });
});

describe('onSilence', () => {
  it('of a channel counts before that of the contact centre', async () => {
    const [above] = (await planning.plan(withKeys('  onSilence: letEnd\n'))).channels;
    const [own] = (await planning.plan(withKeys('  onSilence: letEnd\n', '    onSilence: keepAlive\n'))).channels;
    expect([above?.onSilence, own?.onSilence]).toEqual(['letEnd', 'keepAlive']);
  });

  it('knows three ways', async () => {
    expect(await planning.refusal(withKeys('  onSilence: keepalive\n'))).toEqual([
      'trunkline.yaml:5:14: contactCenter.onSilence: must be one of "warn", "keepAlive", "letEnd"; did you mean "keepAlive"?',
    ]);
  });
});

describe('routing.noAgentAfter', () => {
  it.each([
    ['5m', { afterMs: 300_000, leave: false }],
    ['{ after: 90s, leave: true }', { afterMs: 90_000, leave: true }],
    ['{ after: 1h }', { afterMs: 3_600_000, leave: false }],
  ])('%s becomes a rule, and no part of what the contact centre is asked for', async (written, rule) => {
    const yaml = but('{ queue: Support }', `{ queue: Support, noAgentAfter: ${written} }`);
    const [channel] = (await planning.plan(yaml)).channels;
    expect(channel).toMatchObject({ noAgent: rule });
    expect(channel?.routing).toEqual({ queue: 'Support' });
  });

  it.each([
    ['0m', ': must be a duration such as 500ms, 30s, 5m or 2h, above 0 and at most 24d (499h, 9999m)'],
    ['60d', ': must be a duration such as 500ms, 30s, 5m or 2h, above 0 and at most 24d (499h, 9999m)'],
    ['5', ': must be a string or a map of keys'],
    ['{ after: 5m, leaf: true }', '.leaf: unknown key; the nearest known key is "leave"'],
    ['{ leave: true }', '.after: is missing'],
    ['{ after: 5m, leave: 1 }', '.leave: must be true or false'],
  ])('is checked: %s', async (written, expected) => {
    const yaml = but('{ queue: Support }', `{ queue: Support, noAgentAfter: ${written} }`);
    const lines = await planning.refusal(yaml);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^trunkline\.yaml:4:\d+: contactCenter\.routing\.noAgentAfter/);
    expect(lines[0]?.endsWith(`noAgentAfter${expected}`), lines[0]).toBe(true);
  });
});

describe('the timing of guest chat', () => {
  it('becomes the knobs of the transport', async () => {
    const more = `    connections: 64
    timing: { heartbeat: 15s, grace: 1m, silenceEnds: 10m, typingInterval: 2s, activationProbe: 500ms,
      activationWindow: 1m, requestTimeout: 20s, landsWithin: 8s }
`;
    const { contactCenters } = await planning.plan(withGuestChat(more));
    expect(contactCenters[0]?.settings.guestChat).toEqual({
      organizationId: 'org',
      deploymentId: 'deployment',
      knobs: {
        heartbeatMs: 15_000,
        graceMs: 60_000,
        silenceEndsMs: 600_000,
        typingIntervalMs: 2_000,
        activationProbeMs: 500,
        activationWindowMs: 60_000,
        requestTimeoutMs: 20_000,
        landsWithinMs: 8_000,
        connections: 64,
      },
    });
  });

  it.each([
    ['    timing: { heartbeet: 15s }\n', '.timing.heartbeet: unknown key; the nearest known key is "heartbeat"'],
    ['    timing: { heartbeat: 15 }\n', '.timing.heartbeat: must be a duration such as 500ms'],
    ['    connections: 0\n', '.connections: must be from 1 to 10000'],
    ['    connections: 1.5\n', '.connections: must be a whole number'],
  ])('is checked: %s', async (more, expected) => {
    const [line] = await planning.refusal(withGuestChat(more));
    expect(line).toContain(`contactCenter.guestChat${expected}`);
  });

  it('of one deployment is one: a channel that differs is refused', async () => {
    const same = '    guestChat: { organizationId: org, deploymentId: deployment';
    const differs = withGuestChat('').replace('    adapter: http\n', `    adapter: http\n${same}, connections: 9 }\n`);
    expect(await planning.refusal(differs)).toEqual([
      'trunkline.yaml:11:5: channels.web.guestChat: is the same deployment as in contactCenter.guestChat; timing, connections and memberAuthToken must then be the same too',
    ]);
    const other = differs.replace('deploymentId: deployment, conn', 'deploymentId: other, conn');
    expect((await planning.plan(other)).contactCenters).toHaveLength(2);
    const agrees = differs.replace(', connections: 9', '');
    expect((await planning.plan(agrees)).contactCenters).toHaveLength(1);
  });
});

describe('memberAuthToken', () => {
  it.each([
    ['{ command: [sign, --fast], timeout: 2s }', { from: 'command', command: ['sign', '--fast'], timeoutMs: 2_000 }],
    [
      '{ url: "https://sign.example/x/", headers: { x-key: "${WEB_KEY}" } }',
      { from: 'url', url: 'https://sign.example/x/', headers: { 'x-key': 'env-value-1' }, timeoutMs: 5_000 },
    ],
  ])('may be %s', async (written, expected) => {
    const { contactCenters } = await planning.plan(withGuestChat(`    memberAuthToken: ${written}\n`));
    expect(contactCenters[0]?.settings.guestChat?.memberAuthToken).toEqual(expected);
  });

  it.each([
    ['{}', ': either command or url is needed'],
    ['{ command: [x], timeot: 1s }', '.timeot: unknown key; the nearest known key is "timeout"'],
    ['{ command: [] }', '.command: must name a program, with its arguments behind it'],
    ['{ command: ./sign }', '.command: must be a list'],
    ['{ command: [x], url: "http://x.test" }', '.url: command and url exclude each other; keep one'],
    ['{ command: [x], headers: {} }', '.headers: only a url gets headers'],
    ['{ url: "ftp://x.test" }', '.url: must be an http:// or https:// URL'],
    ['{ url: "https://me:hush@x.test" }', '.url: must not hold a user or a password; headers can'],
    ['{ url: "http://x.test", headers: { "a b": c } }', '.headers["a b"]: is not the name of an HTTP header'],
    ['{ url: "http://x.test", headers: { a: "hush\\nx" } }', '.headers.a: must be visible ASCII on one line'],
    ['{ command: [./none] }', '.command[0]: there is no such file (paths are relative to the config file)'],
  ])('is checked: %s', async (written, expected) => {
    const lines = await planning.refusal(withGuestChat(`    memberAuthToken: ${written}\n`));
    expect(lines).toEqual([expect.stringContaining(`contactCenter.guestChat.memberAuthToken${expected}`)]);
    expect(lines[0]).toMatch(/^trunkline\.yaml:8:\d+: /);
    expect(lines[0]).not.toContain('hush');
  });

  it.runIf(process.platform !== 'win32')('wants a program that may be executed', async () => {
    const folder = await configFolder(withGuestChat('    memberAuthToken: { command: [./sign] }\n'));
    try {
      await writeFile(join(folder.folder, 'sign'), '#!/bin/sh\n', { mode: 0o600 });
      const location = { file: 'trunkline.yaml', cwd: folder.folder };
      const planned = () => planBridge(location, { WEB_KEY: 'k' }, fakeHouse().wiring);
      await expect(planned()).rejects.toThrow('command[0]: this file may not be executed');
      await chmod(join(folder.folder, 'sign'), 0o700);
      expect((await planned()).folder).toBe(folder.folder);
    } finally {
      await folder.remove();
    }
  });
});
