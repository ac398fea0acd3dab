import type { Clock } from '../../contracts/runtime.ts';
import type { HttpReply } from './http.ts';

/** `spare`: nobody misses it. `needed`: attaching, reading and leaving. */
export type Purpose = 'send' | 'spare' | 'needed';

/** What is known of a token that has little left. On the monotonic clock. */
interface Tight {
  /** Nothing is asked before this. */
  readonly closedUntil: number;
  readonly sendAt: number;
  /** Then all of this is past. */
  readonly until: number;
}

const DEFAULT_WAIT_MS = 1_000;
/** No answer closes a token for longer. */
const MAX_WAIT_MS = 15 * 60_000;
/** So many calls of a window are left to attaching, reading and leaving, or a tenth of it if that is more. */
const RESERVE = 5;
const MAX_TIGHT = 10_000;

/** What each token may still ask in its window. Only tokens that have little left are remembered, and only until then. */
export class RateBudgets {
  readonly #clock: Clock;
  /** By conversation, the one heard of last at the end. */
  readonly #tight = new Map<string, Tight>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#tight.size;
  }

  /** How long a call had better wait; 0: it may go. */
  waitMs(conversationId: string, purpose: Purpose): number {
    const tight = this.#find(conversationId);
    if (tight === null) return 0;
    const notBefore = { send: tight.sendAt, spare: tight.until, needed: tight.closedUntil }[purpose];
    return Math.ceil(Math.max(0, notBefore - this.#clock.monotonic()));
  }

  note(conversationId: string, purpose: Purpose, reply: HttpReply): void {
    if (reply.kind !== 'answered') return;
    const now = this.#clock.monotonic();
    const { rate } = reply;
    if (reply.status === 429) {
      const until = now + Math.min(reply.retryAfterMs ?? DEFAULT_WAIT_MS, MAX_WAIT_MS);
      // A limit of typing alone, as the token has calls left.
      const ofTyping = purpose === 'spare' && rate !== null && rate.count <= rate.allowed;
      const others = ofTyping ? now : until;
      return this.#keep(conversationId, { closedUntil: others, sendAt: others, until });
    }
    // Served beyond what it says is allowed: this limit is not the one that counts.
    if (rate === null || rate.count > rate.allowed) return;
    const left = rate.allowed - rate.count;
    const reserve = Math.min(Math.max(RESERVE, Math.floor(rate.allowed / 10)), Math.floor(rate.allowed / 2));
    if (left > 2 * reserve) return;
    const before = this.#find(conversationId);
    const resetMs = Math.min(rate.resetMs, MAX_WAIT_MS);
    const until = Math.max(now + resetMs, before?.closedUntil ?? 0);
    const paced = purpose === 'send' ? now + resetMs / Math.max(1, left - reserve) : (before?.sendAt ?? now);
    const sendAt = left > reserve ? Math.min(paced, until) : until;
    this.#keep(conversationId, { closedUntil: before?.closedUntil ?? now, sendAt, until });
  }

  forget(conversationId: string): void {
    this.#tight.delete(conversationId);
  }

  #find(conversationId: string): Tight | null {
    const tight = this.#tight.get(conversationId);
    if (tight === undefined) return null;
    if (tight.until > this.#clock.monotonic()) return tight;
    this.#tight.delete(conversationId);
    return null;
  }

  #keep(conversationId: string, tight: Tight): void {
    this.#tight.delete(conversationId);
    const now = this.#clock.monotonic();
    for (const [oldest, { until }] of this.#tight) {
      if (until > now && this.#tight.size < MAX_TIGHT) break;
      this.#tight.delete(oldest);
    }
    this.#tight.set(conversationId, tight);
  }
}
