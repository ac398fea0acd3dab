import type { Tally } from './work.ts';

const HEAD = ['target', 'inputs', 'accepted', 'refused', 'crashes', 'wrongly taken', 'slowest ms'];

/** In Markdown, one line for each target and one for all. */
export function fuzzTable(tallies: ReadonlyMap<string, Tally>, total: Tally): string {
  const row = (
    name: string,
    { inputs, accepted, refused, crashes, wronglyTaken, slowestMs }: Tally,
  ): readonly string[] => [
    name,
    ...[inputs, accepted, refused, crashes, wronglyTaken, Math.round(slowestMs)].map(String),
  ];
  const rows = [HEAD, ...[...tallies].map(([name, tally]) => row(name, tally)), row('total', total)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = HEAD, ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}
