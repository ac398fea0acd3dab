import type { Measured } from '../figures/measure-all.ts';
import type { Result } from './result.ts';

type Row = readonly string[];

/** The result as Markdown, for people and for documents. */
export function tableOf(measured: Measured, result: Result): string {
  const parts = [
    markdown(['goal', 'wanted', 'measured', ''], goalRows(result)),
    markdown(['figure', 'floor', 'bridge', 'bridge / floor'], figureRows(result)),
    ...(measured.ladders === null
      ? []
      : [
          markdown(['customers', 'round trips/s', 'CPU µs', 'p50 ms', 'p99 ms'], growthRows(result)),
          markdown(['conversations', 'RSS floor MB', 'KB each', 'RSS bridge MB', 'KB each'], memoryRows(result)),
        ]),
    notesOf(measured, result),
  ];
  return `${parts.filter((part) => part !== '').join('\n')}`;
}

function goalRows({ goals }: Result): readonly Row[] {
  return goals
    .filter(({ value }) => value !== null)
    .map(({ what, goal, value, met }) => [what, goal, fixed(value, 2), met ? 'met' : 'missed']);
}

function figureRows({ floor, bridge, direct, ratio }: Result): readonly Row[] {
  const rows: readonly (Row | null)[] = [
    floor.throughput === null
      ? null
      : [
          'round trips a second at saturation',
          fixed(floor.throughput, 0),
          fixed(bridge.throughput, 0),
          fixed(ratio.throughput, 2),
        ],
    floor.cpuPerRoundTrip === null
      ? null
      : [
          'CPU of a round trip, µs',
          fixed(floor.cpuPerRoundTrip, 0),
          fixed(bridge.cpuPerRoundTrip, 0),
          fixed(ratio.cpuPerRoundTrip, 2),
        ],
    floor.busy === null
      ? null
      : ['busy at saturation, of one core', fixed(floor.busy.subject, 2), fixed(bridge.busy?.subject, 2), ''],
    floor.halfLoad === null
      ? null
      : [
          `p50 at ${fixed(floor.halfLoad.perSecond, 0)}/s, ms`,
          fixed(floor.halfLoad.p50Ms, 2),
          fixed(bridge.halfLoad?.p50Ms, 2),
          over(bridge.halfLoad?.p50Ms, floor.halfLoad.p50Ms),
        ],
    floor.halfLoad === null
      ? null
      : [
          'p99 at the same rate, ms',
          fixed(floor.halfLoad.p99Ms, 2),
          fixed(bridge.halfLoad?.p99Ms, 2),
          fixed(ratio.p99HalfLoad, 2),
        ],
    direct === null || floor.halfLoad === null
      ? null
      : [
          'added at the median, ms',
          fixed(floor.halfLoad.p50Ms - direct.p50Ms, 2),
          fixed((bridge.halfLoad?.p50Ms ?? 0) - direct.p50Ms, 2),
          '',
        ],
    floor.coldStartMs === null
      ? null
      : [
          'cold start, ms',
          fixed(floor.coldStartMs, 0),
          fixed(bridge.coldStartMs, 0),
          over(bridge.coldStartMs, floor.coldStartMs),
        ],
    bridge.recovery === null
      ? null
      : [
          `${bridge.recovery.conversations} conversations back after kill -9, s`,
          'never',
          fixed(bridge.recovery.recoveredS, 1),
          '',
        ],
    bridge.commits === null
      ? null
      : ['writes not committed before', 'all', `${bridge.commits.uncommitted} of ${bridge.commits.writes}`, ''],
  ];
  return rows.filter((row) => row !== null);
}

function growthRows({ floor, bridge }: Result): readonly Row[] {
  return bridge.byCustomers.map((rung, index) => {
    const base = floor.byCustomers[index];
    const pair = (value: (of: typeof rung) => number, digits: number) =>
      `${fixed(base === undefined ? null : value(base), digits)} → ${fixed(value(rung), digits)}`;
    return [
      String(rung.customers),
      pair((of) => of.roundTripsPerSecond, 0),
      pair((of) => of.cpuUsPerRoundTrip, 0),
      pair((of) => of.p50Ms, 1),
      pair((of) => of.p99Ms, 1),
    ];
  });
}

function memoryRows({ floor, bridge }: Result): readonly Row[] {
  return bridge.memory.map((reading, index) => {
    const base = floor.memory[index];
    return [
      String(reading.conversations),
      fixed((base?.rssKb ?? Number.NaN) / 1_024, 0),
      fixed(base?.kbPerConversation, 1),
      fixed(reading.rssKb / 1_024, 0),
      fixed(reading.kbPerConversation, 1),
    ];
  });
}

function notesOf({ room, reduced, faults }: Measured, { node, tookS, correct }: Result): string {
  return [
    `Node ${node}, ${room.files ?? '?'} open files and ${room.ports ?? '?'} local ports allowed; ${fixed(tookS, 0)} s.`,
    ...reduced.map((what) => `Reduced: ${what}.`),
    ...faults.map(({ subject, figure, what, count }) => `Wrong (${subject}, ${figure}): ${count} ${what}.`),
    correct ? 'The bridge lost, doubled and reordered nothing.' : 'The bridge broke a promise: see above.',
    '',
  ].join('\n');
}

function markdown(head: Row, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const widths = head.map((title, column) => Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line), ''].join('\n');
}

function over(one: number | null | undefined, other: number | null | undefined): string {
  return one == null || other == null ? '' : fixed(one / other, 2);
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
}
