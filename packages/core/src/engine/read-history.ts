import type { AgentMessage, CatchUpOutcome, HistoryEntry } from '../contracts/contact-center.ts';
import type { Failure } from '../domain/failure.ts';

/** The part of a session's history that was asked for, whole. */
export interface HistoryRead {
  /** Of what others said or asked for; some may have been taken in before. */
  readonly keys: readonly string[];
  /** What it tells, but for what was taken in before. */
  without(seen: { has(key: string): boolean }): News;
}

interface News {
  /** Keys of our own entries, oldest first. */
  readonly own: readonly string[];
  readonly messages: readonly AgentMessage[];
  readonly lastWord: 'customer' | 'agent' | null;
  readonly declined: readonly string[];
  readonly cursor: string | null;
  readonly over: string | null;
}

/** Reads page after page to the end. */
export async function readHistory(
  cursor: string | null,
  page: (cursor: string | null) => Promise<CatchUpOutcome>,
): Promise<HistoryRead | { readonly failure: Failure }> {
  const entries: HistoryEntry[] = [];
  let from = cursor;
  for (;;) {
    const result = await page(from);
    if (result.outcome === 'rejected') return { failure: result.failure };
    entries.push(...result.entries);
    from = result.cursor;
    if (!result.more) return historyOf(entries, { cursor: from, over: result.over });
  }
}

function historyOf(entries: readonly HistoryEntry[], end: Pick<News, 'cursor' | 'over'>): HistoryRead {
  const others = entries.filter((entry) => entry.kind !== 'own');
  return {
    keys: others.map(({ key }) => key),
    without: (seen) => {
      const told = new Set<string>();
      const news = others.filter(({ key }) => !seen.has(key) && told.size < told.add(key).size);
      return {
        own: entries.filter((entry) => entry.kind === 'own').map(({ key }) => key),
        messages: news.filter((entry) => entry.kind === 'agent'),
        lastWord: lastWord(entries),
        declined: news.filter((entry) => entry.kind === 'mediaDeclined').map(({ key }) => key),
        ...end,
      };
    },
  };
}

function lastWord(entries: readonly HistoryEntry[]): News['lastWord'] {
  const last = entries.findLast(
    (entry) => entry.kind === 'own' || (entry.kind === 'agent' && entry.author.kind === 'agent'),
  );
  if (last === undefined) return null;
  return last.kind === 'own' ? 'customer' : 'agent';
}
