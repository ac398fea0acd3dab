import type { Receiver } from '@slack/bolt';
import { WithheldAck } from './withheld-ack.ts';

/** What Slack has handed over, by whichever way. */
export interface Envelope {
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

type BoltApp = Parameters<Receiver['init']>[0];

/**
 * The one receiver for both modes: hands what came in to Bolt, and says only after all listeners are done, and with them
 * the commits they wait for, what may be acknowledged. Opens nothing.
 */
export class SlackReceiver implements Receiver {
  #app: BoltApp | null = null;
  readonly #underWay: Set<Promise<unknown>> = new Set();

  init(app: BoltApp): void {
    this.#app = app;
  }

  async start(): Promise<void> {}

  /** Resolves when nothing is being worked on any more. */
  async stop(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** Resolves with what belongs into the acknowledgement. Rejects if nothing may be acknowledged: it has to come again. */
  async process(envelope: Envelope): Promise<unknown> {
    const processed = this.#process(envelope);
    this.#underWay.add(processed);
    try {
      return await processed;
    } finally {
      this.#underWay.delete(processed);
    }
  }

  async #process({ body, retryNum, retryReason }: Envelope): Promise<unknown> {
    if (this.#app === null) throw new TypeError('the receiver belongs to no app yet');
    const withheld = new WithheldAck();
    await this.#app.processEvent({
      body,
      ack: withheld.ack,
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
    });
    return withheld.response;
  }
}
