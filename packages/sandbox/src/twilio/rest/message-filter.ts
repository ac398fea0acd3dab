import type { Message } from '../message.ts';

/** Whether a message is what a list asks for. What has not been sent has no date, and no filter on dates finds it (§1.7). */
export function fitsQuery({ to, from, sentAt }: Message, query: URLSearchParams): boolean {
  const wanted = (name: string) => query.get(name) || undefined;
  if (wanted('To') !== undefined && wanted('To') !== to) return false;
  if (wanted('From') !== undefined && wanted('From') !== from) return false;
  const [on, before, after] = ['DateSent', 'DateSent<', 'DateSent>'].map(wanted);
  if (on === undefined && before === undefined && after === undefined) return true;
  if (sentAt === null) return false;
  // The API knows seconds, no more.
  const sent = Math.floor(sentAt / 1_000) * 1_000;
  return (
    (on === undefined || new Date(sent).toISOString().startsWith(on.slice(0, 10))) &&
    (before === undefined || sent <= endOf(before)) &&
    (after === undefined || sent >= Date.parse(after))
  );
}

/** A day without a time is meant whole. */
function endOf(date: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) + 86_400_000 - 1 : Date.parse(date);
}
