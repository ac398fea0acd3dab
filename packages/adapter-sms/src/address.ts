import { type Address, address } from '@trunkline/core';

/** Both ends of a thread of text messages. */
export interface Ends {
  /** Our number, which was texted. */
  readonly ours: string;
  readonly theirs: string;
}

/** Ours comes first, so that one number's customers stand together. */
export function addressOf({ ours, theirs }: Ends): Address {
  return address(`${escaped(ours)}:${escaped(theirs)}`);
}

/** Null for what `addressOf` has not made. */
export function endsOf(made: string): Ends | null {
  const [ours, theirs, ...more] = made.split(':').map(unescaped);
  if (ours == null || theirs == null || more.length > 0) return null;
  return addressOf({ ours, theirs }) === made ? { ours, theirs } : null;
}

function escaped(sender: string): string {
  return sender.replaceAll('%', '%25').replaceAll(':', '%3A');
}

function unescaped(part: string): string {
  return part.replaceAll('%3A', ':').replaceAll('%25', '%');
}
