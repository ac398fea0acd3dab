import type { AuthorKind, ConversationState, DeliveryState, Direction } from '@trunkline/core';
import type { SqlValue } from './database.ts';

/** Words that the database holds as numbers. The numbers are part of the schema. */
export const DIRECTIONS: readonly Direction[] = ['toAgent', 'toCustomer'];
export const DELIVERY_STATES: readonly DeliveryState[] = [
  'pending',
  'sending',
  'unknown',
  'waiting',
  'sent',
  'failed',
  'expired',
  'dropped',
  'delivered',
];
export const CONVERSATION_STATES: readonly ConversationState[] = ['opening', 'open', 'ending', 'ended'];
export const AUTHOR_KINDS: readonly AuthorKind[] = ['customer', 'agent', 'bot', 'system'];

export function toNumber<Word extends string>(words: readonly Word[], word: Word): number {
  const number = words.indexOf(word);
  if (number < 0) throw new TypeError(`"${word}" is none of ${words.join(', ')}`);
  return number;
}

export function toWord<Word extends string>(words: readonly Word[], number: number): Word {
  const word = words[number];
  if (word === undefined) throw new TypeError(`${number} stands for none of ${words.join(', ')}`);
  return word;
}

/** How any string is held. SQLite would cut it at a NUL and replace a lone surrogate: such a one goes in as JSON bytes. */
export function fromText(text: string): string | Uint8Array {
  return text.includes('\0') || /\p{Surrogate}/u.test(text) ? new TextEncoder().encode(JSON.stringify(text)) : text;
}

export function fromTextOrNull(text: string | null): SqlValue {
  return text === null ? null : fromText(text);
}

export function toText(value: SqlValue): string {
  return value instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(value)) : String(value);
}

export function toTextOrNull(value: SqlValue): string | null {
  return value === null ? null : toText(value);
}
