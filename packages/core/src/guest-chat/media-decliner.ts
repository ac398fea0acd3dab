import type { Clock } from '../contracts/runtime.ts';
import { type Declining, declineMedia } from './media-requests.ts';
import { pause } from './patience.ts';

export interface MediaDeclinerParts extends Declining {
  readonly clock: Clock;
  /** Once for each request. */
  declined(key: string, at: number): void;
}

/** Waits before a request that could not be declined is tried again; after the last the agent's side lets it lapse. */
const RETRY_MS: readonly number[] = [2_000, 10_000, 30_000];

/** Declines what agents of one chat ask for besides words, for as long as its signal lasts. Nothing waits for it. */
export class MediaDecliner {
  readonly #parts: MediaDeclinerParts;
  readonly #told = new Set<string>();

  constructor(parts: MediaDeclinerParts) {
    this.#parts = parts;
  }

  /** Something was asked for; `messageId` if a message said so. */
  async decline(messageId: string | null, at: number): Promise<void> {
    const { clock, signal, declined } = this.#parts;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const { keys, againInMs } = await declineMedia(this.#parts, messageId);
      for (const key of keys) {
        if (this.#told.has(key)) continue;
        this.#told.add(key);
        declined(key, at);
      }
      const waitMs = RETRY_MS[attempt];
      if (againInMs === null || waitMs === undefined) return;
      await pause(clock, Math.max(waitMs, againInMs), signal);
    }
  }
}
