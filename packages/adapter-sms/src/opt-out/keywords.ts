import type { OptOutOptions } from '../options.ts';
import type { Keyword } from '../provider/provider.ts';

/** Twilio's default sets: https://www.twilio.com/docs/messaging/guides/opt-out-keywords (REVOKE and OPTOUT are the newer ones). */
const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const START = ['START', 'YES', 'UNSTOP'];
const HELP = ['HELP', 'INFO'];

/** Finds the keyword that a text consists of; a keyword among other words is none. */
export type FindKeyword = (text: string) => Keyword | null;

export function createKeywords(own: OptOutOptions = {}): FindKeyword {
  const words = new Map<string, Keyword>([
    ...all([...HELP, ...(own.help ?? [])], 'help'),
    ...all([...START, ...(own.start ?? [])], 'start'),
    // Last, so that what is in two sets stops.
    ...all([...STOP, ...(own.stop ?? [])], 'stop'),
  ]);
  return (text) => words.get(text.trim().toUpperCase()) ?? null;
}

function all(words: readonly string[], keyword: Keyword): readonly (readonly [string, Keyword])[] {
  return words.map((word) => [word.toUpperCase(), keyword] as const);
}
