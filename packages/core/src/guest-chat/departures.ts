import type { Frame } from './stream/frame.ts';

/** An agent who has left, of whom it is not known yet whether the chat goes on without them. */
export interface Departure {
  readonly key: string;
  readonly at: number;
}

/** Who has left a chat: as it is heard, and as it is to be told. In most of them nobody has, so that there are no maps. */
export class Departures {
  /** When each of them went, by the other side's clock. */
  #gone: Map<string, number> | null = null;
  #pending: Map<string, Departure> | null = null;

  /** A CONNECTED from before somebody went, told again or too late, does not bring them back. */
  noteArrived({ memberId, state, at }: Extract<Frame, { type: 'member' }>): void {
    const goneAt = this.#gone?.get(memberId);
    if (state === 'DISCONNECTED') this.noteGone(memberId, Math.max(at, goneAt ?? at));
    else if (goneAt !== undefined && at > goneAt) this.#gone?.delete(memberId);
  }

  noteGone(memberId: string, at: number): void {
    this.#gone ??= new Map();
    this.#gone.set(memberId, at);
  }

  isGone(memberId: string): boolean {
    return this.#gone?.has(memberId) ?? false;
  }

  add(key: string, at: number): void {
    this.#pending ??= new Map();
    this.#pending.set(key, { key, at });
  }

  has(key: string): boolean {
    return this.#pending?.has(key) ?? false;
  }

  get members(): readonly string[] {
    return this.#pending === null ? [] : [...this.#pending.keys()];
  }

  /** Those of them that wait to be told; they do not any more. */
  take(keys: readonly string[]): readonly Departure[] {
    const pending = this.#pending;
    if (pending === null) return [];
    return keys.flatMap((key) => {
      const departure = pending.get(key);
      pending.delete(key);
      return departure === undefined ? [] : [departure];
    });
  }
}
