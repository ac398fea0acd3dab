import type { WebClient } from '@slack/web-api';
import type { Spot } from '../events/destination.ts';
import type { PagesOptions } from './patient-pages.ts';

/** Somebody who may read in a workspace. */
export interface Reader {
  readonly client: WebClient;
  readonly botUserId: string;
}

/** One thing that a look asks Slack for. */
export interface Reading {
  readonly team: string;
  /** There is a conversation open. */
  readonly isOpen: boolean;
  /** What was said there, oldest first. If it was broken off it is called again, and goes on where it can. */
  read(reader: Reader, options: PagesOptions): Promise<readonly Spot[]>;
  /** Called when all of it was received. */
  done(): void;
}

/** By a name for what is read, in the order in which it is. */
export type Readings = Map<string, Reading>;
