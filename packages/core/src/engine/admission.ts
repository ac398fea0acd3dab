import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import { NotAcceptingError } from '../domain/errors.ts';
import type { ChannelName } from '../domain/ids.ts';

export interface AdmissionOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told each time that somebody is turned away. */
  readonly onShed: (channel: ChannelName) => void;
  /** As in `EngineOptions`. */
  readonly utilization?: () => number;
}

/** What one look has shown. */
interface Look {
  /** How late its timer came. */
  readonly lateMs: number;
  /** 0 to 1: for how much of the time since the look before the process was busy. */
  readonly busy: number;
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
/** From when a process counts as busy all the time. */
const BUSY = 0.9;
/** How long sends may take in a process that is, before the same: they wait for it, and not for the other side. */
const SLOW_FOR_NEW_MS = 1_000;
const SLOW_FOR_ALL_MS = 2_000;
const RETRY_AFTER_MS = 2_000;

/**
 * Whether the process keeps up with what it is asked: by how late its own timers come, and, while it is busy all the
 * time, by how long its sends take, since what is taken in takes the time of what should go out. Only channels whose
 * providers come again are asked to wait (`sheds`). While nobody asks for anything, nothing runs here.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  #looks: readonly Look[] = [];
  #send = { tookMs: 0, at: Number.NEGATIVE_INFINITY };
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: TimerHandle | null = null;
  #shedding = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Called for each request. False: there is too much to do for any. */
  admits(channel: ChannelName): boolean {
    this.#look();
    const admits = this.#lateMs < LATE_FOR_ALL_MS && this.#slowMs < SLOW_FOR_ALL_MS;
    if (admits === this.#shedding) this.#tell(!admits);
    if (!admits) this.#options.onShed(channel);
    return admits;
  }

  /** Throws NotAcceptingError if there is too much to do for another conversation. */
  admitNew(channel: ChannelName): void {
    if (this.#lateMs < LATE_FOR_NEW_MS && this.#slowMs < SLOW_FOR_NEW_MS) return;
    this.#options.onShed(channel);
    throw new NotAcceptingError('the bridge has too much to do for new conversations', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }

  /** A message was handed to the contact centre, or not, after so long. */
  noteSend(tookMs: number): void {
    this.#send = { tookMs, at: this.#options.clock.monotonic() };
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** How late every one of the last looks was at least. */
  get #lateMs(): number {
    return this.#isKnown ? Math.min(...this.#looks.map(({ lateMs }) => lateMs)) : 0;
  }

  /** How long the last send took, if the process was busy all the time. */
  get #slowMs(): number {
    const { tookMs, at } = this.#send;
    if (!this.#isKnown || this.#options.clock.monotonic() - at > STALE_MS) return 0;
    return this.#looks.every(({ busy }) => busy >= BUSY) ? tookMs : 0;
  }

  get #isKnown(): boolean {
    return this.#looks.length >= LOOKS && this.#options.clock.monotonic() - this.#lookedAt <= STALE_MS;
  }

  #look(): void {
    if (this.#timer !== null) return;
    const { clock, utilization } = this.#options;
    const due = clock.monotonic() + LOOK_AFTER_MS;
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      const now = clock.monotonic();
      const earlier = now - this.#lookedAt > STALE_MS + LOOK_AFTER_MS ? [] : this.#looks;
      this.#looks = [...earlier.slice(1 - LOOKS), { lateMs: now - due, busy: utilization?.() ?? 0 }];
      this.#lookedAt = now;
    }, LOOK_AFTER_MS);
  }

  #tell(shedding: boolean): void {
    this.#shedding = shedding;
    if (shedding)
      this.#options.logger.warn(
        { event: 'requests.shed', lateMs: Math.round(this.#lateMs), sendMs: Math.round(this.#slowMs) },
        'there is too much to do; channels whose senders come again answer 503',
      );
    else this.#options.logger.info({ event: 'requests.taken-again' }, 'requests are taken again');
  }
}
