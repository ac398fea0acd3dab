import type { WebClient } from '@slack/web-api';

/** One workspace (or organisation) that has the app, and how the app speaks there. */
export interface Workspace {
  readonly team: string;
  readonly enterprise: string | null;
  readonly botToken: string;
  readonly botId: string;
  readonly botUserId: string;
}

/** Where something came from, as Slack names it. */
export interface Source {
  readonly team: string | null;
  readonly enterprise: string | null;
  readonly isEnterpriseInstall: boolean;
  /** Something that Slack tells by the installation; all else by the person who did it. */
  readonly isEvent: boolean;
}

/** All workspaces that a channel serves. */
export interface Workspaces {
  /** Asks no API. Rejects with a TrunklineError if the app is not installed there. */
  of(source: Source): Promise<Workspace>;
  /** By the team in an address. Rejects with `slack.not-installed` if the app is not there. */
  clientOf(team: string): Promise<WebClient>;
  /** The teams that are installed now. */
  teams(): Promise<readonly string[]>;
  /** The workspaces that go with an installation: itself or, of an organisation, those that were met. */
  servedBy(id: string): Promise<readonly string[]>;
  /** Whether the app can no longer speak there, by Slack's own word. Rejects if Slack does not say. */
  isGone(id: string): Promise<boolean>;
  /** The app was removed there. False: that was known. */
  remove(id: string): Promise<boolean>;
  /** Web address of the workspace with a slash at the end; null if not known. */
  homeOf(team: string): Promise<string | null>;
}
