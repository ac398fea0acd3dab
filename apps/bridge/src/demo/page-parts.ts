import type { DemoSecrets } from './bridge-config.ts';
import type { BridgeStatus } from './bridge-keeper.ts';
import type { Journal } from './journal.ts';

interface SandboxProcess {
  readonly url: string;
  readonly pid: number | null;
}

/** What the page server serves the page from. */
export interface PageParts {
  readonly journal: Journal;
  readonly secrets: DemoSecrets;
  /** The module that a page imports to talk to the HTTP channel; what it imports stands beside it. */
  readonly client: URL;
  readonly sandbox: SandboxProcess;
  /** Plays Twilio and all phones. */
  readonly phone: SandboxProcess & { readonly number: string };
  /** Plays Slack and all people in it. */
  readonly workspace: SandboxProcess;
  readonly bridge: {
    readonly status: BridgeStatus;
    kill(downMs: number): boolean;
  };
}
