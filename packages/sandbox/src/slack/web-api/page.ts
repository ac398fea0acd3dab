import { SlackError } from '../slack-error.ts';
import type { Args } from './args.ts';

/** One page of a list and where the next begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last. */
  readonly nextCursor: string;
}

/** What of a list `cursor` and `limit` ask for. Throws `invalid_cursor`. */
export function pageOf<T>(
  all: readonly T[],
  args: Args,
  limit: { readonly standard: number; readonly most: number },
): Page<T> {
  const size = Math.min(Math.max(1, args.count('limit', limit.standard)), limit.most);
  const from = startOf(args.text('cursor'));
  const items = all.slice(from, from + size);
  const next = from + items.length;
  return { items, nextCursor: next < all.length ? Buffer.from(`next:${next}`).toString('base64') : '' };
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, start] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  if (start === undefined) throw new SlackError('invalid_cursor');
  return Number(start);
}
