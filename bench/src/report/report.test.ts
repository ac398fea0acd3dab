import { expect, it } from 'vitest';
import type { Ladder } from '../figures/ladder.ts';
import type { Measured } from '../figures/measure-all.ts';
import type { Rung } from '../figures/rung.ts';
import { plotOf } from './plot.ts';
import { growthOf, resultOf } from './result.ts';
import { tableOf } from './table.ts';

const busy = { subject: 0.9, sandbox: 0.4, load: 0.3 };
const sample = (roundTripsPerSecond: number, cpuUsPerRoundTrip: number) => ({
  roundTripsPerSecond,
  cpuUsPerRoundTrip,
  busy,
});
const latency = (p50Ms: number, p99Ms: number) => ({ perSecond: 500, p50Ms, p99Ms });

function rung(customers: number, cpuUsPerRoundTrip: number): Rung {
  return { customers, ...sample(1_000, cpuUsPerRoundTrip), ...latency(1, 2) };
}

function ladder(...rungs: readonly Rung[]): Ladder {
  const memory = [
    { conversations: 100, rssKb: 102_400, kbPerConversation: null },
    { conversations: 1_100, rssKb: 122_880, kbPerConversation: 20.48 },
  ];
  return { rungs, memory };
}

const measured: Measured = {
  room: { files: 20_000, ports: 28_232 },
  saturation: {
    floor: sample(4_000, 100),
    bridge: sample(3_800, 130),
    ratio: { throughput: 0.95, cpuPerRoundTrip: 1.3 },
  },
  halfLoad: { floor: latency(1, 4), bridge: latency(2, 6), direct: latency(0.5, 1), p99Ratio: 1.5 },
  ladders: { floor: ladder(rung(100, 100), rung(10_000, 110)), bridge: ladder(rung(100, 130), rung(10_000, 143)) },
  recovery: { conversations: 5_000, readyMs: 500, recoveredS: 7.3 },
  coldStartMs: { floor: 200, bridge: 500 },
  commits: { writes: 10, uncommitted: 0 },
  faults: [],
  reduced: ['growth: 10 conversations of 20'],
  tookS: 240,
};

const nothing: Measured = {
  ...measured,
  saturation: null,
  halfLoad: null,
  ladders: null,
  recovery: null,
  coldStartMs: null,
  commits: null,
  reduced: [],
};

it('holds what was measured against the goals', () => {
  const { ratio, rssPerConversationKB, recoveryS, growth, goals, correct } = resultOf(measured);
  expect(ratio).toEqual({ throughput: 0.95, cpuPerRoundTrip: 1.3, p99HalfLoad: 1.5 });
  expect([rssPerConversationKB, recoveryS, correct]).toEqual([20.48, 7.3, true]);
  expect(growth).toBeCloseTo(1.1);
  expect(goals.map(({ met }) => met)).toEqual([true, false, false, true, true, true]);
});

it('takes nothing that was not measured for a goal missed', () => {
  const { ratio, growth, goals } = resultOf(nothing);
  expect([ratio.throughput, growth]).toEqual([null, null]);
  expect(goals.every(({ met }) => met === null)).toBe(true);
});

it('knows no growth from one rung', () => {
  expect([growthOf([]), growthOf([rung(100, 1)]), growthOf([rung(1, 1), rung(10, 2)])]).toEqual([null, null, null]);
});

it('fails for what the bridge did wrong, not for the floor', () => {
  const fault = { figure: 'saturation', what: 'lost on the way to agents', count: 3 };
  const of = (subject: 'floor' | 'bridge') => {
    const wrong = { ...measured, faults: [{ subject, ...fault }] };
    return { ...resultOf(wrong), text: tableOf(wrong, resultOf(wrong)) };
  };
  expect([of('floor').correct, of('bridge').correct]).toEqual([true, false]);
  expect(of('bridge').text).toContain('Wrong (bridge, saturation): 3 lost on the way to agents.');
  expect(of('bridge').text).toContain('broke a promise');
});

it('prints Markdown of everything measured and of nothing else', () => {
  const text = tableOf(measured, resultOf(measured));
  expect(text).toMatch(/\| throughput at saturation +\| ≥ 0\.95 +\| 0\.95 +\| met +\|/);
  expect(text).toMatch(/\| 10000 +\| 1000 → 1000 +\| 110 → 143 /);
  expect(text).toContain('Reduced: growth: 10 conversations of 20.');
  expect(tableOf(nothing, resultOf(nothing))).not.toContain('|');
});

it('draws a point for each rung of both', () => {
  const svg = plotOf(measured);
  expect(svg.match(/<circle /g)).toHaveLength(3 * 4);
  expect(svg).not.toContain('NaN');
  expect(plotOf(nothing)).not.toContain('NaN');
});
