import type { Database } from './database.ts';
import { isOwnFault, StoreRefusedError, unavailable } from './sqlite-error.ts';

interface Write {
  run(): void;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Group commit: whatever is asked for in one turn of the event loop shares one transaction, in the order of asking.
 * A write that fails by its own fault fails alone; when the disk or the lock fails, all of them do.
 */
export class WriteQueue {
  #waiting: Write[] = [];
  readonly #begin: () => void;
  readonly #commit: () => void;
  readonly #rollback: () => void;

  constructor(database: Database) {
    const begin = database.prepare('BEGIN IMMEDIATE');
    const commit = database.prepare('COMMIT');
    this.#begin = () => void begin.run();
    this.#commit = () => void commit.run();
    this.#rollback = () => database.exec('ROLLBACK');
  }

  /** Resolves with what `write` returned once that is durable. `write` is run again if it shared a transaction that failed. */
  add<Result>(write: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      let finish: () => void = () => {};
      const run = (): void => {
        const result = write();
        finish = () => resolve(result);
      };
      if (this.#waiting.length === 0) setImmediate(() => this.flush());
      this.#waiting.push({ run, resolve: () => finish(), reject });
    });
  }

  /** Carries out at once what is waiting. */
  flush(): void {
    let writes = this.#waiting;
    this.#waiting = [];
    while (writes.length > 0) writes = this.#attempt(writes);
  }

  /** Returns the writes that are to be tried again. */
  #attempt(writes: Write[]): Write[] {
    let current: Write | null = null;
    try {
      this.#begin();
      for (current of writes) current.run();
      current = null;
      this.#commit();
    } catch (error) {
      this.#undo();
      if (current === null || !isOwnFault(error)) {
        for (const write of writes) write.reject(unavailable(error));
        return [];
      }
      current.reject(new StoreRefusedError(error));
      return writes.filter((write) => write !== current);
    }
    for (const write of writes) write.resolve();
    return [];
  }

  #undo(): void {
    try {
      this.#rollback();
    } catch {
      // SQLite has rolled back by itself, as it does on some errors; if not, the next BEGIN fails and comes here again.
    }
  }
}
