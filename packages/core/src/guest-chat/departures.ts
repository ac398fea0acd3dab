import type { Frame } from './stream/frame.ts';

/** An agent who has left, of whom it is not known yet whether the chat goes on without them. */
export interface Departure {
  readonly key: string;
  readonly at: number;
}

/** Who has left a chat: as it is heard, and as it is to be told. */
export class Departures {
  /** When each of them went, by the other side's clock. */
  readonly #gone = new Map<string, number>();
  readonly #pending = new Map<string, Departure>();

  /** A CONNECTED from before somebody went, told again or too late, does not bring them back. */
  noteArrived({ memberId, state, at }: Extract<Frame, { type: 'member' }>): void {
    const goneAt = this.#gone.get(memberId);
    if (state === 'DISCONNECTED') this.#gone.set(memberId, Math.max(at, goneAt ?? at));
    else if (goneAt !== undefined && at > goneAt) this.#gone.delete(memberId);
  }

  noteGone(memberId: string, at: number): void {
    this.#gone.set(memberId, at);
  }

  isGone(memberId: string): boolean {
    return this.#gone.has(memberId);
  }

  add(key: string, at: number): void {
    this.#pending.set(key, { key, at });
  }

  has(key: string): boolean {
    return this.#pending.has(key);
  }

  get members(): readonly string[] {
    return [...this.#pending.keys()];
  }

  /** Those of them that wait to be told; they do not any more. */
  take(keys: readonly string[]): readonly Departure[] {
    return keys.flatMap((key) => {
      const departure = this.#pending.get(key);
      this.#pending.delete(key);
      return departure === undefined ? [] : [departure];
    });
  }
}
