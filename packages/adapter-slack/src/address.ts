import { type Address, address } from '@trunkline/core';

/** Where a customer of a Slack channel is reached. */
export type SlackPlace = ThreadPlace | ProvisionalPlace;

/** A thread; without one the channel itself, which is a direct message then. */
export interface ThreadPlace {
  readonly team: string;
  readonly channel: string;
  /** The `ts` of the thread's root. */
  readonly thread: string | null;
}

/** Asked for by a command, where there is no thread yet: the first delivery makes one. */
export interface ProvisionalPlace {
  readonly team: string;
  /** Where the command was given; the app need not be in it. */
  readonly channel: string;
  readonly user: string;
  /** Tells one command of a person from the next. */
  readonly nonce: string;
}

const ID = '[A-Z0-9]{1,40}';
const THREAD = new RegExp(`^(${ID})/(${ID})(?:/(\\d{1,12}\\.\\d{6}))?$`);
const PROVISIONAL = new RegExp(`^(${ID})/(${ID})/(${ID}):([A-Za-z0-9._-]{1,80})$`);

/** `T1/C1/1700000000.000100`, `T1/D1` or `T1/C1/U1:nonce`. Throws a TypeError for what could not be read back. */
export function encodeAddress(place: SlackPlace): Address {
  const { team, channel } = place;
  const last = isProvisional(place) ? `/${place.user}:${place.nonce}` : place.thread === null ? '' : `/${place.thread}`;
  const text = `${team}/${channel}${last}`;
  if (!(isProvisional(place) ? PROVISIONAL : THREAD).test(text)) throw new TypeError('not a place in Slack');
  return address(text);
}

/** Null: not an address of a Slack channel. */
export function decodeAddress(text: string): SlackPlace | null {
  const [, team, channel, thread] = THREAD.exec(text) ?? [];
  if (team !== undefined && channel !== undefined) return { team, channel, thread: thread ?? null };
  const [, ofTeam, from, user, nonce] = PROVISIONAL.exec(text) ?? [];
  if (ofTeam === undefined || from === undefined || user === undefined || nonce === undefined) return null;
  return { team: ofTeam, channel: from, user, nonce };
}

export function isProvisional(place: SlackPlace): place is ProvisionalPlace {
  return 'nonce' in place;
}

/** Slack counts posts by channel: its threads share one budget. */
export function rateKey({ team, channel }: SlackPlace): string {
  return `${team}/${channel}`;
}
