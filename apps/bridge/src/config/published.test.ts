import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { planBridge } from '../compose/plan-bridge.ts';
import { configFolder } from '../testing/config-folder.ts';
import { wiring } from '../wiring.ts';
import { configJsonSchema } from './json-schema.ts';
import { CHANNEL_NAME_PATTERN } from './schema.ts';

const folder = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): Promise<string> => readFile(`${folder}/${name}`, 'utf8');

describe('trunkline.schema.json', () => {
  it('is that of the loader; npm run schema -w @trunkline/bridge writes it anew', async () => {
    expect(JSON.parse(await read('trunkline.schema.json'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
});

describe('trunkline.example.yaml', () => {
  it('is accepted by the loader and the real adapter once its variables are set', async () => {
    const text = await read('trunkline.example.yaml');
    const names = [...text.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => name).filter((name) => name !== 'NAME');
    expect(names).toContain('GENESYS_ORG_ID');
    const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const environment = Object.fromEntries(
      names.map((name) => [name, name.endsWith('_SECRET') ? secret : `value-of-${name}`]),
    );
    const plan = await planBridge({ file: 'trunkline.example.yaml', cwd: folder }, environment, wiring);
    expect(plan.channels.map(({ adapterName }) => adapterName)).toEqual(['http']);
    expect(plan.contactCenters.map(({ name }) => name)).toEqual(['guest-chat']);
    expect(plan.store.driver.scheme).toBe('sqlite');
  });

  it('shows channels for SMS and Slack that need no more than their comment signs taken away', async () => {
    const text = await read('trunkline.example.yaml');
    const shown = text.replace(/^ {2}# (?:sms|helpdesk):(?:.*\n)(?: {2}# {3}.*\n)+/gm, (block) =>
      block.replaceAll(/^ {2}# /gm, '  '),
    );
    const environment = {
      GENESYS_ORG_ID: 'o',
      GENESYS_DEPLOYMENT_ID: 'd',
      WEB_API_KEY: 'a-key-of-sixteen-characters',
      WEB_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: '0'.repeat(32),
      SLACK_BOT_TOKEN: 'xoxb-0000000000000000',
      SLACK_APP_TOKEN: 'xapp-0000000000000000',
    };
    const other = await configFolder(shown);
    try {
      const plan = await planBridge({ file: 'trunkline.yaml', cwd: other.folder }, environment, wiring);
      expect(plan.channels.map(({ adapterName }) => adapterName)).toEqual(['http', 'sms', 'slack']);
      const [block = ''] = /^ {2}sms:\n(?:.*\n)+?(?=\n)/m.exec(shown.replace(/ {2,}# .*/g, '')) ?? [];
      const twice = await configFolder(shown.replace('\nstore:', `\n${block.replace('sms:', 'sms-too:')}\nstore:`));
      const location = { file: 'trunkline.yaml', cwd: twice.folder };
      await expect(planBridge(location, environment, wiring)).rejects.toThrow(
        /channels\.sms-too: AC0+\/\+12025550100 belongs to the channel sms already/,
      );
      await twice.remove();
    } finally {
      await other.remove();
    }
  });

  it('asks for a region that exists', async () => {
    const text = await read('trunkline.example.yaml');
    const other = await configFolder(text.replace('mypurecloud.com ', 'mypurecloud.cmo '));
    try {
      const location = { file: 'trunkline.yaml', cwd: other.folder };
      await expect(planBridge(location, {}, wiring)).rejects.toThrow(
        'contactCenter.region: no such region; give its domain, e.g. mypurecloud.com; did you mean "mypurecloud.com"?',
      );
    } finally {
      await other.remove();
    }
  });

  it('shows every block there is', async () => {
    const shown = parse(await read('trunkline.example.yaml')) as object;
    expect(Object.keys(shown).sort()).toEqual(Object.keys(configJsonSchema()['properties'] as object).sort());
  });
});

describe('a channel name', () => {
  it.each(['a', '0', 'sms-us', 'a'.repeat(63)])('may be %s', (name) => {
    expect(name).toMatch(CHANNEL_NAME_PATTERN);
  });

  it.each(['', '-a', 'A', 'a_b', 'a.b', 'a/b', 'a'.repeat(64)])('may not be %s', (name) => {
    expect(name).not.toMatch(CHANNEL_NAME_PATTERN);
  });
});
