import type { JsonValue } from '@trunkline/core';

/** What somebody last said about being texted. */
export interface Consent extends ConsentChange {
  /** Also the latest one; older ones first, as many as are kept. */
  readonly history: readonly ConsentChange[];
}

export interface ConsentChange {
  readonly state: 'optedOut' | 'optedIn';
  /** Epoch milliseconds. */
  readonly at: number;
  /** The word they sent, or how else it became known. */
  readonly by: string;
  /** The message by which they said it; null: the provider refused to send to them. */
  readonly sid: string | null;
  /** The chats that were open when it was said, which it ends, and no others. */
  readonly chats?: readonly string[];
}

const MOST_CHANGES = 50;

export function consentOf(value: JsonValue | null): Consent | null {
  return value !== null && typeof value === 'object' && 'history' in value ? (value as unknown as Consent) : null;
}

/**
 * The consent after a change. Changes may come to be known late and more than once: the same message changes nothing
 * again, and what was said earlier than the latest word is noted, but does not undo it.
 */
export function afterChange(consent: Consent | null, change: ConsentChange): Consent {
  if (isKnown(consent, change.sid)) return consent ?? { ...change, history: [change] };
  const history = [...(consent?.history ?? []), change].sort((one, other) => one.at - other.at).slice(-MOST_CHANGES);
  const latest = consent === null || change.at >= consent.at ? change : consent;
  const { state, at, by, sid } = latest;
  return { state, at, by, sid, history };
}

export function isKnown(consent: Consent | null, sid: string | null): boolean {
  return knownChange(consent, sid) !== null;
}

/** What a message changed before; null: it has not been read yet. */
export function knownChange(consent: Consent | null, sid: string | null): ConsentChange | null {
  return sid === null ? null : (consent?.history.find((change) => change.sid === sid) ?? null);
}
