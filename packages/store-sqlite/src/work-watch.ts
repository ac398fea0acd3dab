import type { Clock, Logger, TimerHandle } from '@trunkline/core';

const POLL_INTERVAL_MS = 1_000;

export interface WorkWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Changes when another connection, in whatever process, has written. */
  readonly dataVersion: () => number;
  readonly hasWork: () => boolean;
}

interface Listener {
  readonly handler: () => Promise<void>;
  running: boolean;
  due: boolean;
}

/** Tells listeners that there is work: at once when this process left it, by polling when another one did. */
export class WorkWatch {
  readonly #options: WorkWatchOptions;
  readonly #listeners = new Set<Listener>();
  #timer: TimerHandle | null = null;
  #dataVersion: number | null = null;

  constructor(options: WorkWatchOptions) {
    this.#options = options;
  }

  add(handler: () => Promise<void>): () => void {
    const listener = { handler, running: false, due: false };
    this.#listeners.add(listener);
    this.#dataVersion = null;
    this.#arm(0);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#disarm();
    };
  }

  /** Called after something was recorded. */
  notify(): void {
    for (const listener of this.#listeners) void this.#call(listener);
  }

  close(): void {
    this.#listeners.clear();
    this.#disarm();
  }

  async #call(listener: Listener): Promise<void> {
    listener.due = true;
    if (listener.running) return;
    listener.running = true;
    while (listener.due && this.#listeners.has(listener)) {
      listener.due = false;
      try {
        await listener.handler();
      } catch (error) {
        if (!this.#listeners.has(listener)) return;
        this.#options.logger.error({ error }, 'recorded work was not taken up, will be offered again');
        this.#dataVersion = null;
      }
    }
    listener.running = false;
  }

  #poll(): void {
    const { dataVersion, hasWork, logger } = this.#options;
    this.#arm(POLL_INTERVAL_MS);
    try {
      const version = dataVersion();
      if (version === this.#dataVersion) return;
      const isWork = hasWork();
      this.#dataVersion = version;
      if (isWork) this.notify();
    } catch (error) {
      logger.warn({ error }, 'cannot look for recorded work, will look again');
    }
  }

  #arm(delayMs: number): void {
    this.#disarm();
    this.#timer = this.#options.clock.setTimeout(() => this.#poll(), delayMs);
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
