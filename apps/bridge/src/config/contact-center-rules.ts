import type { ConfigProblems } from './errors.ts';
import type { KeyPath } from './positions.ts';

type Keys = Readonly<Record<string, unknown>>;

/** What only several keys together can break; works on data that may be wrong elsewhere. */
export function checkContactCenter(data: unknown, problems: ConfigProblems): void {
  const block = keysOf(keysOf(data)?.['contactCenter']);
  if (block === null) return;
  const path = ['contactCenter'];
  const places = checkPlace(block, path, problems);
  if (places === 0) problems.add([...path, 'region'], 'either region or apiUrl is needed');
  if (block['transport'] === 'guest-chat' && block['guestChat'] === undefined)
    problems.add([...path, 'guestChat'], 'is missing; the transport guest-chat needs it');

  for (const [name, value] of Object.entries(keysOf(keysOf(data)?.['channels']) ?? {})) {
    const channel = keysOf(value);
    if (channel === null || channel['transport'] !== 'guest-chat' || block['transport'] === 'guest-chat') continue;
    if (channel['guestChat'] === undefined && block['guestChat'] === undefined)
      problems.add(['channels', name, 'guestChat'], 'is missing; the transport guest-chat needs it');
  }
}

/** How many of region and apiUrl are given; both is a problem. */
export function checkPlace(block: Keys, path: KeyPath, problems: ConfigProblems): number {
  const given = ['region', 'apiUrl'].filter((key) => block[key] !== undefined);
  if (given.length === 2) problems.add([...path, 'apiUrl'], 'region and apiUrl exclude each other; keep one', 'key');
  return given.length;
}

export function keysOf(value: unknown): Keys | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Keys) : null;
}
