import { closest, distance } from 'fastest-levenshtein';

/** Ends a sentence about an unknown key with the nearest one that is known. */
export function nearestKey(key: string, known: readonly string[]): string {
  return known.length === 0 ? '' : `; the nearest known key is "${closest(key, known)}"`;
}

/** Asks whether a known name was meant, if one is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const candidate = closest(name, known);
  return distance(name, candidate) <= Math.ceil(candidate.length / 3) ? `; did you mean "${candidate}"?` : '';
}
