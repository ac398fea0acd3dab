import { Worker } from 'node:worker_threads';

/** What is asked of the thread, and what it answers. */
export type MoverRequest = 'move' | 'close';
export type MoverAnswer = 'moved' | 'refused';

/** Moves the write-ahead log into the database. */
export interface LogMover {
  /**
   * Moves what the log has by now, as far as nobody is reading it. What cannot be moved, since the disk takes nothing,
   * is left where it is. Rejects if this mover is of no use any more.
   */
  move(): Promise<void>;
  /** Resolves when it has let go of the database. */
  close(): Promise<void>;
}

/**
 * One with a thread and a connection of its own: moving writes thousands of pages and waits for the disk twice, and
 * nothing else could be done meanwhile. Keeps no process alive.
 */
export function threadedLogMover(file: string): LogMover {
  const worker = new Worker(new URL('./log-mover-thread.js', import.meta.url), { workerData: file, execArgv: [] });
  worker.unref();
  let failure: Error | null = null;
  let settle: ((failure: Error | null) => void) | null = null;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      end(new Error('the thread has ended'));
      resolve();
    });
  });

  function end(error: Error): void {
    failure ??= error;
    settle?.(failure);
  }

  worker.on('error', end);
  worker.on('message', (_: MoverAnswer) => settle?.(null));

  return {
    async move() {
      if (failure !== null) throw failure;
      worker.ref();
      try {
        await new Promise<void>((resolve, reject) => {
          settle = (error) => (error === null ? resolve() : reject(error));
          worker.postMessage('move' satisfies MoverRequest);
        });
      } finally {
        settle = null;
        worker.unref();
      }
    },
    async close() {
      worker.ref();
      if (failure === null) worker.postMessage('close' satisfies MoverRequest);
      await ended;
    },
  };
}
