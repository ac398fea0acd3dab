import { expect, it } from 'vitest';
import type { Verdict } from '../oracle/account.ts';
import { isGood, resultOf } from './result.ts';
import { tableOf } from './table.ts';

function verdict(at: number, outcome: Verdict['outcome'], more: Partial<Verdict> = {}): Verdict {
  return { customer: 'ann', direction: 'toAgent', at, text: 'hello', outcome, reason: null, ...more };
}

function result(verdicts: readonly Verdict[], problems: readonly string[] = []) {
  const struck = [
    { kind: 'kill', at: 30 },
    { kind: 'away', at: 10 },
    { kind: 'kill', at: 20 },
  ];
  return resultOf({ seed: 7, verdicts, struck, before: 'before any', problems, facts: { chats: 2 } });
}

it('counts each message with the fault that had struck last when it was said', () => {
  const { rows } = result([5, 10, 15, 25, 35].map((at) => verdict(at, 'delivered')));
  expect(rows.map(({ name, strikes, accepted }) => [name, strikes, accepted])).toEqual([
    ['before any', 0, 1],
    ['away', 1, 2],
    ['kill', 2, 2],
  ]);
});

it('does not count what came again as something that was said', () => {
  const { total } = result([verdict(5, 'delivered'), verdict(6, 'repeated'), verdict(7, 'duplicated')]);
  expect([total.accepted, total.outcomes.repeated, total.outcomes.duplicated]).toEqual([1, 1, 1]);
});

it('is good only without anything that must not be', () => {
  expect(isGood(result([verdict(5, 'givenUp', { reason: 'too old' }), verdict(5, 'late')]))).toBe(true);
  for (const outcome of ['lost', 'duplicated', 'reordered', 'unaccounted'] as const)
    expect(isGood(result([verdict(5, outcome)]))).toBe(false);
  expect(isGood(result([], ['it does not come to rest']))).toBe(false);
});

it('shows in one table what happened, with the seed and whatever is wrong', () => {
  const text = tableOf(result([verdict(5, 'lost'), verdict(15, 'givenUp', { reason: 'too old' })], ['it fell over']));
  expect(text).toMatch(/\| kill +\| +2 \|/);
  expect(text).toMatch(/\| total +\| +3 \| +2 \|/);
  expect(text).toContain('1 × toAgent: too old');
  expect(text).toContain('LOST: ann, toAgent: "hello"');
  expect(text).toContain('PROBLEM: it fell over');
  expect(text).toContain('seed: 7');
});
