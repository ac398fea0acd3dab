import type { Logger } from '@trunkline/core';

/** What an adapter did that the contract does not allow, or that it may do and still wants a look. */
export type FaultKind =
  /** `start` rejected: the channel does not work. */
  | 'start'
  /** `start` has not come back in time. */
  | 'start-slow'
  /** A call threw what is not meant for anybody. */
  | 'threw'
  /** An error escaped into the process: a rejection that nobody handles, an exception in a timer or an event. */
  | 'leaked';

export type CountFault = (channel: string, kind: FaultKind) => void;

/** Every one of the first few is logged, then the tenth, the hundredth …: a leak may come a thousand times a second. */
const LOGGED_EACH = 5;

/** Keeps count of what adapters let go wrong, so that it is seen and nothing worse. */
export class AdapterFaults {
  readonly #logger: Logger;
  readonly #leaks = new Map<string, number>();
  readonly #slow = new Set<string>();
  readonly #uncounted: [channel: string, kind: FaultKind][] = [];
  #count: CountFault = (...fault) => void this.#uncounted.push(fault);

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Tells the metrics, also of what was before there were any. */
  countWith(count: CountFault): void {
    this.#count = count;
    for (const fault of this.#uncounted.splice(0)) count(...fault);
  }

  note(channel: string, kind: Exclude<FaultKind, 'leaked' | 'start-slow'>): void {
    this.#count(channel, kind);
  }

  noteLeak(channel: string, error: unknown): void {
    this.#count(channel, 'leaked');
    const leaks = (this.#leaks.get(channel) ?? 0) + 1;
    this.#leaks.set(channel, leaks);
    if (leaks > LOGGED_EACH && !/^10+$/.test(String(leaks))) return;
    this.#logger.error(
      { event: 'channel.leaked', channel, leaks, error },
      'an adapter let an error escape; it is contained, the adapter wants mending',
    );
  }

  noteSlowStart(channel: string): void {
    this.#count(channel, 'start-slow');
    this.#slow.add(channel);
    this.#logger.warn(
      { event: 'channel.start-slow', channel },
      'an adapter has not started yet; the other channels do not wait for it',
    );
  }

  noteStarted(channel: string): void {
    this.#slow.delete(channel);
  }

  /** What operators should know of a channel's adapter; null: nothing. */
  sentence(channel: string): string | null {
    if (this.#slow.has(channel)) return 'the adapter has not come back from its start yet';
    const leaks = this.#leaks.get(channel);
    if (leaks === undefined) return null;
    return `${leaks === 1 ? 'an error has' : `${leaks} errors have`} escaped from the adapter; the log says where (channel.leaked)`;
  }
}
