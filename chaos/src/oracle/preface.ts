/** How the bridge is told to head what it repeats of an earlier chat, so that nobody takes it for anything else. */
export const HEADINGS = { interrupted: '== continued ==', resumed: '== said before ==' } as const;

/** The customer's entries of one chat, told apart. */
export interface Entries<Entry> {
  readonly own: readonly Entry[];
  /** Of them: what was said before, told again to the next agent. It is the designed continuation and no duplicate. */
  readonly told: readonly Entry[];
}

/**
 * A preface is the first thing said in a chat. Whatever follows it and was said by nobody is the rest of it, since a
 * long one goes out in several entries.
 */
export function withoutPrefaces<Entry extends { readonly text: string }>(
  entries: readonly Entry[],
  isOwn: (text: string) => boolean,
): Entries<Entry> {
  const first = entries[0]?.text ?? '';
  if (!Object.values(HEADINGS).some((heading) => first.startsWith(heading))) return { own: entries, told: [] };
  let end = 1;
  while (end < entries.length && !isOwn(entries[end]?.text ?? '')) end += 1;
  return { own: entries.slice(end), told: entries.slice(0, end) };
}
