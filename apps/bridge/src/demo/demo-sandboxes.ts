import { sandboxAccounts } from './sandbox-accounts.ts';
import { type DemoSandbox, type SandboxStart, startSandbox } from './sandbox-child.ts';

/** Genesys Cloud with a person at the agents' desk, a phone, a workspace. */
export interface DemoSandboxes {
  readonly genesys: DemoSandbox;
  readonly twilio: DemoSandbox;
  readonly slack: DemoSandbox;
}

export interface SandboxPorts {
  readonly sandbox: number;
  readonly twilio: number;
  readonly slack: number;
}

export interface SandboxSurroundings {
  /** Where Twilio is to post what is texted. */
  readonly smsUrl: string;
  readonly signal: AbortSignal;
  readonly onClose: (close: () => Promise<void>) => void;
}

/** Starts all of them at once. Rejects with what the first said that did not start; the others are told to `onClose`. */
export async function startSandboxes(
  ports: SandboxPorts,
  { smsUrl, signal, onClose }: SandboxSurroundings,
): Promise<DemoSandboxes> {
  const start = async (wanted: SandboxStart): Promise<DemoSandbox> => {
    const started = await startSandbox(wanted, signal);
    onClose(() => started.child.stop());
    return started;
  };
  const starting = [
    start({ name: 'the sandbox', args: ['genesys', '--agent', 'desk'], wantedPort: ports.sandbox }),
    start({ name: 'the sandbox of Twilio', args: ['twilio', ...twilioArgs(smsUrl)], wantedPort: ports.twilio }),
    start({ name: 'the sandbox of Slack', args: ['slack', ...slackArgs()], wantedPort: ports.slack }),
  ] as const;
  // Nobody is left to start while the demonstration closes.
  await Promise.allSettled(starting);
  const [genesys, twilio, slack] = await Promise.all(starting);
  return { genesys, twilio, slack };
}

function twilioArgs(smsUrl: string): readonly string[] {
  const { accountSid, authToken, number } = sandboxAccounts.twilio;
  return ['--account-sid', accountSid, '--auth-token', authToken, '--numbers', number, '--sms-url', smsUrl];
}

function slackArgs(): readonly string[] {
  const { botToken, appToken } = sandboxAccounts.slack;
  return ['--bot-token', botToken, '--app-token', appToken];
}
