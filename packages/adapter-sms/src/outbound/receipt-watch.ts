import type { AdapterStorage, Clock, TimerHandle } from '@trunkline/core';
import type { SmsProvider, SmsStatus } from '../provider/provider.ts';
import type { StatusLink } from './status-link.ts';

export interface WatchParts {
  readonly clock: Clock;
  readonly storage: AdapterStorage;
  readonly provider: Pick<SmsProvider, 'fetchStatus'>;
  /** How long a callback is waited for before the provider is asked. */
  readonly patienceMs: number;
  /** Tells of what became of a message; durable once it resolves. */
  readonly tell: (status: SmsStatus, link: StatusLink) => Promise<void>;
}

interface Awaited extends StatusLink {
  readonly sid: string;
  readonly sentAt: number;
  readonly askAt: number;
}

const KEY = 'awaiting-receipts';
/** Older ones make room. */
const MOST = 2_000;
const MOST_KEPT = 500;
const MOST_AT_ONCE = 20;
/** The provider gives up a message after ten hours. */
const GIVE_UP_MS = 11 * 3_600_000;

/**
 * Asks what became of messages of which no callback has told: they may get lost, or have nowhere to go. Asked less often
 * the longer it takes. A process that stops leaves what it still waits for to the next one.
 */
export class ReceiptWatch {
  readonly #parts: WatchParts;
  readonly #awaited = new Map<string, Awaited>();
  readonly #stopped = new AbortController();
  #timer: TimerHandle | null = null;
  #asking: Promise<void> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const kept = await this.#parts.storage.get(KEY);
    for (const one of Array.isArray(kept) ? (kept as unknown as readonly Awaited[]) : []) this.#add(one);
  }

  sent(link: StatusLink, sid: string): void {
    const now = this.#parts.clock.now();
    this.#add({ ...link, sid, sentAt: now, askAt: now + this.#parts.patienceMs });
  }

  /** A callback has told of its end. */
  told(sid: string): void {
    this.#awaited.delete(sid);
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    this.#stopped.abort();
    await this.#asking;
    const left = [...this.#awaited.values()].slice(-MOST_KEPT).map((one) => ({ ...one }));
    // If it cannot be kept, their receipts may come by themselves.
    await this.#parts.storage.put({ [KEY]: left.length === 0 ? null : left }).catch(() => {});
  }

  #add(one: Awaited): void {
    this.#awaited.set(one.sid, one);
    const [oldest] = this.#awaited.keys();
    if (this.#awaited.size > MOST && oldest !== undefined) this.#awaited.delete(oldest);
    this.#arm();
  }

  #arm(): void {
    if (this.#timer !== null || this.#awaited.size === 0 || this.#stopped.signal.aborted) return;
    this.#timer = this.#parts.clock.setTimeout(() => {
      this.#asking = this.#askDue().finally(() => {
        this.#timer = null;
        this.#arm();
      });
    }, this.#parts.patienceMs);
  }

  async #askDue(): Promise<void> {
    const now = this.#parts.clock.now();
    const due = [...this.#awaited.values()].filter(({ askAt }) => askAt <= now).slice(0, MOST_AT_ONCE);
    for (const one of due) {
      if (this.#stopped.signal.aborted) return;
      const age = now - one.sentAt;
      if (age > GIVE_UP_MS) this.#awaited.delete(one.sid);
      else this.#awaited.set(one.sid, { ...one, askAt: now + Math.max(this.#parts.patienceMs, age) });
      await this.#ask(one).catch(() => {});
    }
  }

  async #ask({ sid, deliveryId, address }: Awaited): Promise<void> {
    const status = await this.#parts.provider.fetchStatus(sid, this.#stopped.signal);
    if (status === null || status.state === 'taken' || !this.#awaited.has(sid)) return;
    await this.#parts.tell(status, { deliveryId, address });
    this.#awaited.delete(sid);
  }
}
