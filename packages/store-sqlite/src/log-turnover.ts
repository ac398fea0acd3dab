import type { Logger } from '@trunkline/core';
import type { LogMover } from './log-mover.ts';

/** Commits between two moves: some 8,000 pages of log, so that a page that many of them change is moved once. */
const EVERY = 2_500;

export interface LogTurnoverParts {
  readonly logger: Logger;
  /** Called when there is something to move for the first time. */
  readonly openMover: () => LogMover;
  /** Runs a task while no transaction is begun. */
  readonly hold: (task: () => Promise<void>) => Promise<void>;
  /** Lets SQLite move the log itself, within the commits. */
  readonly moveWithin: () => void;
  /** Default: as many commits as a log of 32 MB takes. */
  readonly every?: number;
}

/**
 * Has the write-ahead log moved into the database again and again, beside the commits. A log that is moved to its end
 * while nobody writes is begun anew by the next transaction; so the most is moved while commits go on, and they wait
 * only for the last few pages.
 */
export class LogTurnover {
  readonly #parts: LogTurnoverParts;
  readonly #every: number;
  #mover: LogMover | null = null;
  #commits = 0;
  #moving: Promise<void> | null = null;
  /** Closed, or of no use any more. */
  #over = false;

  constructor(parts: LogTurnoverParts) {
    this.#parts = parts;
    this.#every = parts.every ?? EVERY;
  }

  /** So many commits were written into the log. */
  note(commits: number): void {
    this.#commits += commits;
    if (this.#over || this.#moving !== null || this.#commits < this.#every) return;
    this.#commits = 0;
    this.#moving = this.#move().finally(() => {
      this.#moving = null;
    });
  }

  /** Resolves when nothing is being moved. */
  async rest(): Promise<void> {
    await this.#moving;
  }

  /** Resolves when it has let go of the database. */
  async close(): Promise<void> {
    this.#over = true;
    await this.#moving;
    await this.#mover?.close();
  }

  async #move(): Promise<void> {
    const { logger, openMover, hold, moveWithin } = this.#parts;
    try {
      this.#mover ??= openMover();
      const mover = this.#mover;
      await mover.move();
      await hold(() => mover.move());
    } catch (error) {
      this.#over = true;
      moveWithin();
      logger.warn(
        { event: 'store.log-moved-within', error },
        'the write-ahead log cannot be moved on a thread of its own, and is moved within the commits',
      );
    }
  }
}
