import type { Clock, Failure } from '@trunkline/core';
import type { ProviderError } from '../provider/provider.ts';
import { failureOfSend, isAboutTheChannel } from './failures.ts';

/** How long a trouble that a callback told of is believed, before a message finds out whether it is over. */
const CHANNEL_MS = 5 * 60_000;
const SENDER_MS = 30_000;

interface Pause {
  readonly error: ProviderError;
  readonly until: number;
}

/**
 * What callbacks tell of the channel or of a number of ours, long after the message was taken: nothing more is sent
 * into it for a while. What the answer to a send itself tells needs none of this; the engine pauses by it.
 */
export class Pauses {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #senders = new Map<string, Pause>();
  #channel: Pause | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** True: the whole channel is concerned. */
  note(sender: string, error: ProviderError): boolean {
    const now = this.#clock.now();
    if (isAboutTheChannel(error)) this.#channel = { error, until: now + CHANNEL_MS };
    else if (error.kind === 'throttled')
      this.#senders.set(sender, { error, until: now + Math.max(error.retryAfterMs ?? 0, SENDER_MS) });
    return isAboutTheChannel(error);
  }

  /** True: the channel had been in trouble. */
  works(sender: string): boolean {
    const was = this.#channel !== null;
    this.#channel = null;
    this.#senders.delete(sender);
    return was;
  }

  /** Why nothing is sent now; null: something may be. */
  of(sender: string): Failure | null {
    const now = this.#clock.now();
    const pause = [this.#channel, this.#senders.get(sender)].find((one) => one != null && one.until > now);
    return pause == null ? null : failureOfSend({ ...pause.error, retryAfterMs: pause.until - now });
  }
}
