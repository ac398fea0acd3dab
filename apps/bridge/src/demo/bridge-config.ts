import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { sandboxAccounts } from './sandbox-accounts.ts';
import { DEMO_HOST } from './take-port.ts';

export const DEMO_CHANNEL = 'web';
const SMS_CHANNEL = 'sms';
const SLACK_CHANNEL = 'helpdesk';

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
  readonly twilioUrl: string;
  readonly slackUrl: string;
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

/** Where the bridge is reached by everybody but its operators. */
export function serverUrl({ server }: BridgePorts): string {
  return `http://${DEMO_HOST}:${server}`;
}

/** Where Twilio posts what is texted, as the address is written at Twilio. */
export function smsWebhookUrl(ports: BridgePorts): string {
  return `${serverUrl(ports)}/channels/${SMS_CHANNEL}/inbound#rc=3&rp=all`;
}

/** The `trunkline.yaml` that the bridge is started with; nothing in it is special to the demonstration. */
export function bridgeConfig(config: DemoConfig): string {
  const { sandboxUrl, twilioUrl, slackUrl, webhookUrl, origins, secrets, ports } = config;
  const { twilio, slack } = sandboxAccounts;
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
      [SMS_CHANNEL]: {
        adapter: 'sms',
        accountSid: twilio.accountSid,
        authToken: twilio.authToken,
        apiUrl: twilioUrl,
        numbers: { [twilio.number]: {} },
      },
      [SLACK_CHANNEL]: {
        adapter: 'slack',
        mode: 'socket',
        botToken: slack.botToken,
        appToken: slack.appToken,
        apiUrl: `${slackUrl}/api/`,
      },
    },
    store: { url: 'sqlite:./trunkline.db' },
    server: { host: DEMO_HOST, port: ports.server, publicUrl: serverUrl(ports) },
    admin: { host: DEMO_HOST, port: ports.admin },
    log: { level: 'debug' },
  });
}
