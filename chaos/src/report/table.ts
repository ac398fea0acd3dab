import type { Result, Row } from './result.ts';

const COLUMNS: readonly (readonly [string, (row: Row) => string | number])[] = [
  ['the last fault before it', ({ name }) => name],
  ['struck', ({ strikes }) => strikes],
  ['accepted', ({ accepted }) => accepted],
  ['answers', ({ said }) => said],
  ['delivered', ({ outcomes }) => outcomes.delivered + outcomes.late],
  ['of these late, marked', ({ outcomes }) => outcomes.late],
  ['failed or expired, told', ({ outcomes }) => outcomes.givenUp],
  ['out of reach', ({ outcomes }) => outcomes.beyondReach],
  ['repeated, flagged', ({ outcomes }) => outcomes.repeated],
  ['lost', ({ outcomes }) => outcomes.lost],
  ['duplicated', ({ outcomes }) => outcomes.duplicated],
  ['out of order', ({ outcomes }) => outcomes.reordered],
  ['unaccounted', ({ outcomes }) => outcomes.unaccounted],
];
const MOST_IDS = 20;

/** For people, as a table in Markdown, so that it can go into a document as it is. */
export function tableOf(result: Result): string {
  const cells = [
    COLUMNS.map(([title]) => title),
    ...[...result.rows, result.toAgent, result.toCustomer, result.total].map((row) =>
      COLUMNS.map(([, read]) => String(read(row))),
    ),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...rows] = cells;
  return [
    line(head),
    rule,
    ...rows.map(line),
    '',
    ...Object.entries(result.reasons).map(([reason, count]) => `${count} × ${reason}`),
    ...Object.entries(result.facts).map(([fact, value]) => `${fact}: ${value}`),
    ...result.problems.slice(0, MOST_IDS).map((problem) => `PROBLEM: ${problem}`),
    ...result.bad.slice(0, MOST_IDS).map(({ outcome, customer, direction, text, reason }) => {
      return `${outcome.toUpperCase()}: ${customer}, ${direction}: "${text.slice(0, 40)}"${reason === null ? '' : `, ${reason}`}`;
    }),
    ...(result.bad.length > MOST_IDS ? [`and ${result.bad.length - MOST_IDS} more`] : []),
    `seed: ${result.seed}`,
    '',
  ].join('\n');
}
