import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import { NotAcceptingError } from '../domain/errors.ts';
import type { ChannelName } from '../domain/ids.ts';

export interface AdmissionOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told each time that somebody is turned away. */
  readonly onShed: (channel: ChannelName) => void;
}

/** How soon after a request it is looked whether the process keeps up. */
const LOOK_AFTER_MS = 25;
/** So many looks in a row must have come late: one pause of the process is no overload. */
const LOOKS = 3;
/** From when a look says nothing about now. */
const STALE_MS = 2_000;
/** How late a look may come before new conversations, and before any request, are turned away. */
const LATE_FOR_NEW_MS = 250;
const LATE_FOR_ALL_MS = 500;
const RETRY_AFTER_MS = 2_000;

/**
 * Whether the process keeps up with what it is asked, by how late its own timers come. Only channels whose providers
 * come again are asked to wait (`sheds`). While nobody asks for anything, nothing runs here.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  #late: readonly number[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: TimerHandle | null = null;
  #shedding = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Called for each request. False: there is too much to do for any. */
  admits(channel: ChannelName): boolean {
    this.#look();
    const admits = this.#lateMs < LATE_FOR_ALL_MS;
    if (admits === this.#shedding) this.#tell(!admits);
    if (!admits) this.#options.onShed(channel);
    return admits;
  }

  /** Throws NotAcceptingError if there is too much to do for another conversation. */
  admitNew(channel: ChannelName): void {
    if (this.#lateMs < LATE_FOR_NEW_MS) return;
    this.#options.onShed(channel);
    throw new NotAcceptingError('the bridge has too much to do for new conversations', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** How late every one of the last looks was at least. */
  get #lateMs(): number {
    const isStale = this.#options.clock.monotonic() - this.#lookedAt > STALE_MS;
    return isStale || this.#late.length < LOOKS ? 0 : Math.min(...this.#late);
  }

  #look(): void {
    if (this.#timer !== null) return;
    const { clock } = this.#options;
    const due = clock.monotonic() + LOOK_AFTER_MS;
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      const now = clock.monotonic();
      const earlier = now - this.#lookedAt > STALE_MS + LOOK_AFTER_MS ? [] : this.#late;
      this.#late = [...earlier.slice(1 - LOOKS), now - due];
      this.#lookedAt = now;
    }, LOOK_AFTER_MS);
  }

  #tell(shedding: boolean): void {
    this.#shedding = shedding;
    if (shedding)
      this.#options.logger.warn(
        { event: 'requests.shed', lateMs: Math.round(this.#lateMs) },
        'there is too much to do; channels whose senders come again answer 503',
      );
    else this.#options.logger.info({ event: 'requests.taken-again' }, 'requests are taken again');
  }
}
