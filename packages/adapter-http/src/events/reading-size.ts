import type { TimelineEntry } from '@trunkline/core';

/** About as much of a timeline as is held at once for one reader. */
export const MAX_HELD_BYTES = 1_000_000;
const FIRST_LIMIT = 25;
/** Beside its text. */
const ENTRY_BYTES = 1_000;

/** About what an entry takes in memory. */
export function sizeOf({ body }: TimelineEntry): number {
  if (body.type !== 'message.created') return ENTRY_BYTES;
  const { text, attachments } = body.message;
  const links = attachments.reduce((sum, { url, name = '' }) => sum + url.length + name.length, 0);
  return ENTRY_BYTES + 2 * (text.length + links);
}

/** Learns from each reading of a timeline how many entries to ask for in the next one, fewer where they are large. */
export class ReadingSize {
  readonly #most: number;
  #limit: number;

  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(FIRST_LIMIT, most);
  }

  get limit(): number {
    return this.#limit;
  }

  /** As many of the entries that were read as may be held, at least one. The others are to be read again. */
  hold(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
    let count = 0;
    let bytes = 0;
    for (const entry of entries) {
      const more = sizeOf(entry);
      if (count > 0 && bytes + more > MAX_HELD_BYTES) break;
      bytes += more;
      count += 1;
    }
    if (count > 0) this.#limit = Math.max(1, Math.min(this.#most, Math.floor((count * MAX_HELD_BYTES) / bytes)));
    return entries.slice(0, count);
  }
}
