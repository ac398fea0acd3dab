import { ApiError } from '../api-error.ts';

type Query = Readonly<Record<string, unknown>>;

/** Throws when there is a value without anything in it. */
export function rejectEmptyValues(query: Query): void {
  for (const [name, value] of Object.entries(query)) if (value === '') throw badQuery(name, '');
}

/** An empty value is an absent one: the vendor's own client sends `before=&after=` (docs/guest-chat.md §5). */
export function queryText(query: Query, name: string): string | undefined {
  const value = query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** What a count may be. */
export interface CountBounds {
  readonly fallback: number;
  readonly max: number;
  /** What becomes of a larger one. */
  readonly overlong: 'reject' | 'clamp';
}

/** A whole number from 1 to `max`; refusing others is inferred. */
export function queryCount(query: Query, name: string, bounds: CountBounds): number {
  const text = queryText(query, name);
  if (text === undefined) return bounds.fallback;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw badQuery(name, text);
  if (count > bounds.max && bounds.overlong === 'reject') throw badQuery(name, text);
  return Math.min(count, bounds.max);
}

export function badQuery(name: string, value: string): ApiError {
  return new ApiError('invalid.query.param.value', { params: { name, value } });
}
