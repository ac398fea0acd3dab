import type { Day, Hours } from './route-options.ts';

const DAYS: readonly Day[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Hours past midnight belong to the day on which they began. */
export function isWithinHours({ from, to, days, timeZone }: Hours, at: number): boolean {
  const { day, minute } = localTime(at, timeZone);
  const begin = minutesOf(from);
  const end = minutesOf(to);
  const counts = (index: number) => days === undefined || days.includes(DAYS[(index + 7) % 7] ?? 'sun');
  if (begin < end) return counts(day) && minute >= begin && minute < end;
  return (counts(day) && minute >= begin) || (counts(day - 1) && minute < end);
}

function localTime(at: number, timeZone: string): { readonly day: number; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf((parts.get('weekday') ?? '').toLowerCase() as Day);
  return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
