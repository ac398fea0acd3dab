import { ApiError } from '../api-error.ts';

type Query = Readonly<Record<string, unknown>>;

/** An empty value is an absent one: the vendor's own client sends `before=&after=` (docs/guest-chat.md §5). */
export function queryText(query: Query, name: string): string | undefined {
  const value = query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** A whole number from 1 to `max`; refusing others is inferred. */
export function queryCount(query: Query, name: string, bounds: { fallback: number; max: number }): number {
  const text = queryText(query, name);
  if (text === undefined) return bounds.fallback;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > bounds.max) throw badQuery(name, text);
  return count;
}

export function badQuery(name: string, value: string): ApiError {
  return new ApiError('invalid.query.param.value', { params: { name, value } });
}
