import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import type { PathEvent } from './path-event.ts';
import { readLines } from './read-lines.ts';

const RETRY_MS = 200;

export interface Wire {
  readonly sandboxUrl: string;
  /** What a line of its event stream tells; null: nothing. */
  readonly readLine: (line: string) => PathEvent | null;
  readonly journal: Journal;
}

interface WireWatch {
  /** The event stream is open: what happens from now on is seen. */
  readonly watching: Promise<void>;
}

/** Writes what happens at a sandbox into the journal until the signal is aborted. */
export function watchWire({ sandboxUrl, readLine, journal }: Wire, signal: AbortSignal): WireWatch {
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
          const event = readLine(line);
          if (event !== null) journal.write(event);
        }
      } catch {
        await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  })();
  return { watching };
}
