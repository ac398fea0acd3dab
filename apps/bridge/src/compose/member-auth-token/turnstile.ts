/** Lets so many pieces of work in at a time; the others wait their turn, or leave when their signal aborts. */
export type Turnstile = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export function createTurnstile(width: number): Turnstile {
  const queue = new Set<() => void>();
  let inside = 0;

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (inside < width) {
      inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        queue.delete(go);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.add(go);
    });
  }

  /** The place goes straight to who has waited longest. */
  function exit(): void {
    for (const next of queue) {
      queue.delete(next);
      next();
      return;
    }
    inside -= 1;
  }

  return async (signal, work) => {
    await enter(signal);
    try {
      return await work();
    } finally {
      exit();
    }
  };
}
