/** The client never pauses for so long before its next attempt: whoever waits longer watches for silence. */
const LONGEST_PAUSE_MS = 40_000;

/** The client’s waits. `hurry` ends its pauses: whoever knows that the bridge is back need not wait for the next attempt. */
export function createHurriedWait() {
  const pauses = new Set();

  function wait(ms, signal) {
    return new Promise((resolve, reject) => {
      const end = (settle) => {
        clearTimeout(timer);
        pauses.delete(hurry);
        signal.removeEventListener('abort', abort);
        settle();
      };
      const hurry = () => end(resolve);
      const abort = () => end(() => reject(signal.reason));
      const timer = setTimeout(hurry, ms);
      if (ms < LONGEST_PAUSE_MS) pauses.add(hurry);
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
    });
  }

  return {
    wait,
    hurry() {
      for (const hurry of [...pauses]) hurry();
    },
  };
}
