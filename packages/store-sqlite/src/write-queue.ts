import type { Database } from './database.ts';
import type { LogSync } from './log-sync.ts';
import { isOwnFault, StoreRefusedError, unavailable } from './sqlite-error.ts';

interface Write {
  run(): void;
  resolve(): void;
  reject(error: unknown): void;
}

/** What is done around the writes of every transaction. */
export interface Framing {
  begin(): void;
  /** All writes are done. */
  finish(): void;
  /** The transaction has ended well. */
  done(): void;
}

export interface WriteQueueParts {
  readonly framing?: Framing | null;
  /** Makes durable what was committed; without it a commit is durable by itself, and nothing waits for company. */
  readonly log?: LogSync | null;
  /** Told how many writes a transaction had that has ended well. */
  readonly onCommitted?: (writes: number) => void;
}

export interface WriteOptions {
  /** It may wait a few milliseconds for others to share their transaction with. */
  readonly relaxed?: boolean;
}

/** How long what nobody waits for waits for company. */
const RELAXED_MS = 5;

/**
 * Group commit: whatever is asked for in one turn of the event loop, or while an earlier group is on its way to the
 * disk, shares one transaction, in the order of asking. A write that fails by its own fault fails alone; when the disk
 * or the lock fails, all of them do.
 */
export class WriteQueue {
  #waiting: Write[] = [];
  /** Somebody waits for one of them. */
  #urgent = false;
  #due: 'no' | 'later' | 'soon' = 'no';
  #later: NodeJS.Timeout | null = null;
  /** What is on its way to the disk. */
  #syncing: Promise<void> | null = null;
  readonly #begin: () => void;
  readonly #commit: () => void;
  readonly #rollback: () => void;
  readonly #framing: Framing | null;
  readonly #log: LogSync | null;
  readonly #onCommitted: (writes: number) => void;
  /** During which no transaction is begun. */
  #held: Promise<void> | null = null;

  constructor(database: Database, { framing, log, onCommitted }: WriteQueueParts = {}) {
    const begin = database.prepare('BEGIN IMMEDIATE');
    const commit = database.prepare('COMMIT');
    this.#begin = () => void begin.run();
    this.#commit = () => void commit.run();
    this.#rollback = () => database.exec('ROLLBACK');
    this.#framing = framing ?? null;
    this.#log = log ?? null;
    this.#onCommitted = onCommitted ?? (() => {});
  }

  /** Resolves with what `write` returned once that is durable. `write` is run again if it shared a transaction that failed. */
  add<Result>(write: () => Result, { relaxed = false }: WriteOptions = {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      let result: Result;
      const run = (): void => {
        result = write();
      };
      this.#waiting.push({ run, resolve: () => resolve(result), reject });
      if (!relaxed || this.#log === null) this.#urgent = true;
      if (this.#syncing === null && this.#held === null) this.#schedule();
    });
  }

  /** Runs a task, one at a time, while no transaction is begun and none is on its way to the disk. */
  async hold(task: () => Promise<void>): Promise<void> {
    const held = this.#untilSynced().then(task);
    this.#held = held.catch(() => {});
    try {
      await held;
    } finally {
      this.#held = null;
      if (this.#waiting.length > 0) this.flush();
    }
  }

  /** Carries out at once what is waiting, unless the queue is held: then at the end of that. */
  flush(): void {
    this.#due = 'no';
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
    if (this.#held !== null) return;
    this.#urgent = false;
    const done: Write[] = [];
    let writes = this.#waiting;
    this.#waiting = [];
    while (writes.length > 0) writes = this.#attempt(writes, done);
    if (done.length > 0) this.#settle(done);
  }

  /** Resolves when everything that was asked for is on the disk, or was refused. */
  async drain(): Promise<void> {
    await this.#held;
    this.flush();
    await this.#untilSynced();
  }

  async #untilSynced(): Promise<void> {
    while (this.#syncing !== null) await this.#syncing;
  }

  #schedule(): void {
    if (this.#due === 'soon') return;
    if (this.#urgent) {
      this.#due = 'soon';
      setImmediate(() => {
        if (this.#due === 'soon') this.flush();
      });
    } else if (this.#due === 'no') {
      this.#due = 'later';
      this.#later = setTimeout(() => this.flush(), RELAXED_MS);
    }
  }

  /** Returns the writes that are to be tried again; those that are committed go to `done`. */
  #attempt(writes: Write[], done: Write[]): Write[] {
    let current: Write | null = null;
    try {
      this.#log?.begin();
      this.#begin();
      this.#framing?.begin();
      for (current of writes) current.run();
      current = null;
      this.#framing?.finish();
      this.#commit();
      this.#framing?.done();
      this.#log?.end();
      this.#onCommitted(writes.length);
    } catch (error) {
      this.#undo();
      this.#log?.end();
      if (current === null || !isOwnFault(error)) {
        for (const write of writes) write.reject(unavailable(error));
        return [];
      }
      current.reject(new StoreRefusedError(error));
      return writes.filter((write) => write !== current);
    }
    done.push(...writes);
    return [];
  }

  #settle(writes: readonly Write[]): void {
    if (this.#log === null) {
      for (const write of writes) write.resolve();
      return;
    }
    const before = this.#syncing;
    const synced = this.#log.sync();
    const settled = Promise.all([synced, before])
      .then(
        () => {
          for (const write of writes) write.resolve();
        },
        (error: unknown) => {
          for (const write of writes) write.reject(unavailable(error));
        },
      )
      .finally(() => {
        if (this.#syncing !== settled) return;
        this.#syncing = null;
        if (this.#urgent) this.flush();
        else if (this.#waiting.length > 0) this.#schedule();
      });
    this.#syncing = settled;
  }

  #undo(): void {
    try {
      this.#rollback();
    } catch {
      // SQLite has rolled back by itself, as it does on some errors; if not, the next BEGIN fails and comes here again.
    }
  }
}
