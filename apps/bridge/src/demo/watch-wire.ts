import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import { readLines } from './read-lines.ts';
import { pathOfWireLine } from './wire-event.ts';

const RETRY_MS = 200;

export interface WireWatch {
  /** The event stream is open: what happens from now on is seen. */
  readonly watching: Promise<void>;
}

/** Writes what happens at the sandbox into the journal until the signal is aborted. */
export function watchWire(sandboxUrl: string, journal: Journal, signal: AbortSignal): WireWatch {
  let opened: () => void = () => undefined;
  const watching = new Promise<void>((resolve) => {
    opened = resolve;
  });
  void (async () => {
    while (!signal.aborted) {
      try {
        const { body } = await fetch(`${sandboxUrl}/_sandbox/events`, { signal });
        opened();
        if (body === null) continue;
        for await (const line of readLines(body)) {
          const event = pathOfWireLine(line);
          if (event !== null) journal.write(event);
        }
      } catch {
        await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  })();
  return { watching };
}
