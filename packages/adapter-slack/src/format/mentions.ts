/** How ids are called by people; undefined where it is not known. */
export interface NameLookup {
  user(id: string): string | undefined;
  /** Without `#`. */
  channel?(id: string): string | undefined;
  /** A user group, without `@`. */
  group?(id: string): string | undefined;
}

const USER = /<@([A-Z0-9]+)(?:\|[^>]*)?>/g;

/** The ids of everybody who is named in a text or a message, each once: what to look up before `toText`. */
export function mentionedUsers(message: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
}): readonly string[] {
  const inText = [...(message.text ?? '').matchAll(USER)].flatMap(([, id]) => (id === undefined ? [] : [id]));
  return [...new Set([...inText, ...usersWithin(message.blocks)])];
}

function usersWithin(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, user_id: id } = value as { readonly type?: unknown; readonly user_id?: unknown };
  const own = type === 'user' && typeof id === 'string' ? [id] : [];
  return [...own, ...Object.values(value).flatMap(usersWithin)];
}
