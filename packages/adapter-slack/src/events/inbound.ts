import type { AdapterContext, Attachment } from '@trunkline/core';
import type { AppliedOptions } from '../applied-options.ts';
import type { Sayings } from '../format/to-text.ts';
import type { People } from '../people/people.ts';
import type { Background } from '../receiver/background.ts';
import type { Lanes } from '../receiver/lanes.ts';
import type { SlackTexts } from '../texts.ts';
import type { Workspaces } from '../workspace/workspace.ts';
import type { ChannelIds } from './channel-ids.ts';
import type { Roots } from './root-kind.ts';

/** What listeners work with. */
export interface Inbound {
  readonly context: AdapterContext;
  readonly options: AppliedOptions;
  readonly workspaces: Workspaces;
  readonly people: People;
  readonly read: Read;
  readonly texts: SlackTexts;
  readonly channels: ChannelIds;
  readonly roots: Roots;
  readonly lanes: Lanes;
  readonly background: Background;
  /** Aborts when the channel stops. */
  readonly signal: AbortSignal;
}

/** What Slack shows, as it can be read elsewhere. */
export interface Read {
  /** Slack's mark-up as plain text, with names for ids and without the mention of the app at its beginning. */
  text(message: Sayings, setting: Setting): Promise<string>;
  /** Files as links that work outside Slack. */
  attachments(files: readonly unknown[], team: string): readonly Attachment[];
}

/** In which workspace something happened, and who the app is there. */
export interface Setting {
  readonly team: string;
  readonly botUserId: string;
}
