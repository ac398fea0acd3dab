import type { DemoSecrets } from './bridge-config.ts';
import type { BridgeStatus } from './bridge-keeper.ts';
import type { Journal } from './journal.ts';

/** What the page server serves the page from. */
export interface PageParts {
  readonly journal: Journal;
  readonly secrets: DemoSecrets;
  /** The module that a page imports to talk to the HTTP channel; what it imports stands beside it. */
  readonly client: URL;
  readonly sandbox: { readonly url: string; readonly pid: number | null };
  readonly bridge: {
    readonly status: BridgeStatus;
    kill(downMs: number): boolean;
  };
}
