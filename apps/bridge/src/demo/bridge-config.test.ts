import { afterEach, describe, expect, it } from 'vitest';
import { planBridge } from '../compose/plan-bridge.ts';
import { type ConfigFolder, configFolder } from '../testing/config-folder.ts';
import { wiring } from '../wiring.ts';
import { bridgeConfig, createSecrets } from './bridge-config.ts';

const folders: ConfigFolder[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

describe('the config of the demonstration', () => {
  it('is one that the bridge takes', async () => {
    const secrets = createSecrets();
    const yaml = bridgeConfig({
      sandboxUrl: 'http://127.0.0.1:4010',
      twilioUrl: 'http://127.0.0.1:4020',
      slackUrl: 'http://127.0.0.1:4030',
      webhookUrl: 'http://127.0.0.1:4000/demo/webhook',
      origins: ['http://127.0.0.1:4000', 'http://localhost:4000'],
      secrets,
      ports: { server: 8080, admin: 8081 },
    });
    const folder = await configFolder(yaml);
    folders.push(folder);
    const plan = await planBridge({ file: 'trunkline.yaml', cwd: folder.folder }, {}, wiring);
    expect(plan.channels.map(({ name, adapterName }) => [name, adapterName])).toEqual([
      ['web', 'http'],
      ['sms', 'sms'],
      ['helpdesk', 'slack'],
    ]);
    expect(plan.config).toMatchObject({
      contactCenter: { transport: 'guest-chat', apiUrl: 'http://127.0.0.1:4010' },
      server: { host: '127.0.0.1', port: 8080, publicUrl: 'http://127.0.0.1:8080' },
      admin: { host: '127.0.0.1', port: 8081 },
      log: { level: 'debug' },
    });
  });

  it('has secrets of its own each time', () => {
    const [one, other] = [createSecrets(), createSecrets()];
    expect(one.apiKey).not.toBe(other.apiKey);
    expect(one.webhookSecret).not.toBe(other.webhookSecret);
    expect(one.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });
});
