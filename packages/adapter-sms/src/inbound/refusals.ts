import type { AdapterContext } from '@trunkline/core';

/** Anybody can call, as often as they like: it is told once in so long. */
const TELL_EVERY_MS = 10 * 60_000;

/** Counts webhooks that were refused, and tells the operator, who would otherwise see only that nothing comes in. */
export class Refusals {
  readonly #context: Pick<AdapterContext, 'channel' | 'clock' | 'count' | 'logger'>;
  #tellFrom: number = Number.NEGATIVE_INFINITY;

  constructor(context: Pick<AdapterContext, 'channel' | 'clock' | 'count' | 'logger'>) {
    this.#context = context;
  }

  /** `signed`: it had a signature, which does not fit; without one it is not Twilio who calls. */
  note(signed: boolean): void {
    const { channel, clock, logger } = this.#context;
    this.#context.count('refused_signatures');
    if (!signed || clock.now() < this.#tellFrom) return;
    this.#tellFrom = clock.now() + TELL_EVERY_MS;
    logger.warn(
      { event: 'sms.refused', channel },
      'a webhook was refused, since its signature does not fit: either it is forged, or the public URL is not letter by letter the one at Twilio, or authToken is not the primary token; `trunkline check --online` compares',
    );
  }
}
