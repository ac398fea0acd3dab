import type { Measured } from '../figures/measure-all.ts';
import type { Rung } from '../figures/rung.ts';

const PANEL = { width: 300, height: 200, left: 56, top: 34, right: 14, bottom: 40 };
const COLORS = { floor: '#888888', bridge: '#1f6feb' };

interface Panel {
  readonly title: string;
  readonly value: (rung: Rung) => number;
}

const PANELS: readonly Panel[] = [
  { title: 'CPU of a round trip, µs', value: (rung) => rung.cpuUsPerRoundTrip },
  { title: 'round trips a second', value: (rung) => rung.roundTripsPerSecond },
  { title: 'p99 at half load, ms', value: (rung) => rung.p99Ms },
];

/** The figures of floor and bridge over the number of customers. */
export function plotOf({ ladders }: Measured): string {
  const outer = PANEL.left + PANEL.width + PANEL.right;
  const height = PANEL.top + PANEL.height + PANEL.bottom;
  const floor = ladders?.floor.rungs ?? [];
  const bridge = ladders?.bridge.rungs ?? [];
  const panels = PANELS.map(
    (panel, index) =>
      `<g transform="translate(${index * outer + PANEL.left} ${PANEL.top})">${panelOf(panel, { floor, bridge })}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PANELS.length * outer} ${height}" font-family="sans-serif" font-size="11">`,
    '<title>CPU, throughput and p99 of floor and bridge over the number of customers</title>',
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, value }: Panel, series: Readonly<Record<'floor' | 'bridge', readonly Rung[]>>): string {
  const all = [...series.floor, ...series.bridge];
  const top = Math.max(1e-9, ...all.map(value)) * 1.1;
  const decades = Math.max(1, Math.log10(Math.max(1, ...all.map(({ customers }) => customers))));
  const x = (customers: number) => ((Math.log10(customers) / decades) * PANEL.width).toFixed(1);
  const y = (of: number) => (PANEL.height * (1 - of / top)).toFixed(1);
  const lines = (['floor', 'bridge'] as const).flatMap((name, index) => {
    const points = series[name].map((rung) => [x(rung.customers), y(value(rung))]);
    return [
      `<polyline fill="none" stroke="${COLORS[name]}" stroke-width="2" points="${points.map(String).join(' ')}"/>`,
      ...points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${COLORS[name]}"/>`),
      `<text x="${PANEL.width - 8}" y="${14 + 14 * index}" text-anchor="end" fill="${COLORS[name]}">${name}</text>`,
    ];
  });
  const columns = [...new Set(all.map(({ customers }) => customers))].map(
    (customers) => `<text x="${x(customers)}" y="${PANEL.height + 16}" text-anchor="middle">${customers}</text>`,
  );
  const rows = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y((top / 1.1) * share);
    const label = rounded((top / 1.1) * share);
    return `<line x1="0" x2="${PANEL.width}" y1="${at}" y2="${at}" stroke="#dddddd"/><text x="-6" y="${at}" dy="4" text-anchor="end">${label}</text>`;
  });
  return [
    `<text x="0" y="-14" font-weight="bold">${title}</text>`,
    ...rows,
    ...columns,
    `<text x="${PANEL.width / 2}" y="${PANEL.height + 32}" text-anchor="middle">customers</text>`,
    ...lines,
  ].join('\n');
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
