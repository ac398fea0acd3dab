import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { DEMO_HOST } from './take-port.ts';

export const DEMO_CHANNEL = 'web';

/** What only the bridge and the page server know; the browser never sees it. */
export interface DemoSecrets {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

export interface BridgePorts {
  readonly server: number;
  readonly admin: number;
}

export interface DemoConfig {
  readonly sandboxUrl: string;
  readonly webhookUrl: string;
  /** Of the page, which talks to the bridge from the browser. */
  readonly origins: readonly string[];
  readonly secrets: DemoSecrets;
  readonly ports: BridgePorts;
}

export function createSecrets(): DemoSecrets {
  return {
    apiKey: randomBytes(24).toString('hex'),
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

/** The `trunkline.yaml` that the bridge is started with; nothing in it is special to the demonstration. */
export function bridgeConfig({ sandboxUrl, webhookUrl, origins, secrets, ports }: DemoConfig): string {
  return stringify({
    contactCenter: {
      transport: 'guest-chat',
      apiUrl: sandboxUrl,
      routing: { queue: 'Support' },
      guestChat: { organizationId: 'sandbox', deploymentId: 'sandbox' },
    },
    channels: {
      [DEMO_CHANNEL]: {
        adapter: 'http',
        apiKeys: [secrets.apiKey],
        origins,
        webhook: { url: webhookUrl, secret: secrets.webhookSecret },
      },
    },
    store: { url: 'sqlite:./trunkline.db' },
    server: { host: DEMO_HOST, port: ports.server },
    admin: { host: DEMO_HOST, port: ports.admin },
    log: { level: 'debug' },
  });
}
