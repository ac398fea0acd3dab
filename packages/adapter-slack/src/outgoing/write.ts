import type { WebClient } from '@slack/web-api';
import type { Clock, Logger, OutboundDelivery } from '@trunkline/core';
import type { ProvisionalPlace, ThreadPlace } from '../address.ts';
import type { SlackTexts } from '../texts.ts';
import type { Customizing } from './customizing.ts';

/** What the outgoing half is made of. */
export interface OutgoingParts {
  /** The client of a workspace, made to try once; null: the app is not installed there. Rejects before anything is written. */
  clientOf(team: string): Promise<WebClient | null>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells this bridge's posts from those of another one in the same workspace. Never changes. */
  readonly bridgeId: string;
  readonly texts: SlackTexts;
  /** What a command asked for, as plain text; the thread begins with it. Null: nothing. */
  topicOf(place: ProvisionalPlace): Promise<string | null>;
}

/** One delivery on its way into one place. */
export interface Write {
  readonly parts: OutgoingParts;
  readonly customizing: Customizing;
  readonly client: WebClient;
  readonly outbound: OutboundDelivery;
  readonly signal: AbortSignal;
}

export interface ThreadWrite extends Write {
  readonly place: ThreadPlace;
}

/** Where a post goes: into a thread, or into a direct message itself. */
export function targetOf({ channel, thread }: ThreadPlace): { channel: string; thread_ts?: string } {
  return thread === null ? { channel } : { channel, thread_ts: thread };
}
