/** Epoch milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Reach {
  /** In which frames were lost on open sockets. */
  readonly frameLosses: readonly Stretch[];
  /** In which no bridge was there, from its end until the next one takes requests. */
  readonly absences: readonly Stretch[];
  /** Within which a bridge that has come back has attached to every chat and read what it missed, as it promises. */
  readonly backWithinMs: number;
}

/** So long a socket may say nothing before it is known to be dead, and has been replaced. */
const UNNOTICED_MS = 12_000;

/**
 * Whether only the history could tell of what an agent said, and that could not be read any more: its token had
 * expired by then. `tokenExpiredAt` is null as long as it has not.
 */
export function isBeyondReach(at: number, tokenExpiredAt: number | null, reach: Reach): boolean {
  if (tokenExpiredAt === null) return false;
  const { frameLosses, absences, backWithinMs } = reach;
  const missed = absences.filter(({ from, to }) => to + backWithinMs > at && from < tokenExpiredAt);
  const missedMs = missed.reduce((sum, { from, to }) => sum + to - from + backWithinMs, 0);
  return at >= tokenExpiredAt - UNNOTICED_MS - missedMs || frameLosses.some(({ from, to }) => at >= from && at <= to);
}
