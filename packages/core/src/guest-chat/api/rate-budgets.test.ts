import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import type { HttpReply } from './http.ts';
import { RateBudgets } from './rate-budgets.ts';

const answered = (facts: Partial<Extract<HttpReply, { kind: 'answered' }>>): HttpReply => ({
  kind: 'answered',
  status: 200,
  body: undefined,
  retryAfterMs: null,
  rate: null,
  ...facts,
});
const at = (count: number, resetMs: number = 30_000, allowed: number = 300) =>
  answered({ rate: { count, allowed, resetMs } });

function setUp() {
  const clock = new ManualClock();
  const budgets = new RateBudgets(clock);
  const waits = (id: string = 'c1') =>
    (['send', 'spare', 'needed'] as const).map((purpose) => budgets.waitMs(id, purpose));
  return { clock, budgets, waits };
}

describe('the budget of a token', () => {
  it('keeps nobody waiting, and is not remembered, while there is plenty', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', at(1));
    budgets.note('c1', 'send', at(239));
    expect([waits(), budgets.size]).toEqual([[0, 0, 0], 0]);
  });

  it('paces sends over what is left of the window, and leaves out what nobody misses', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'needed', at(240));
    expect(waits()).toEqual([0, 30_000, 0]);
    budgets.note('c1', 'send', at(240));
    expect(waits()).toEqual([1_000, 30_000, 0]);
    budgets.note('c1', 'send', at(269));
    expect(waits()).toEqual([30_000, 30_000, 0]);
  });

  it('keeps a reserve for attaching, reading and leaving', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'needed', at(270));
    expect(waits()).toEqual([30_000, 30_000, 0]);
    budgets.note('c1', 'needed', at(299));
    expect(waits()).toEqual([30_000, 30_000, 0]);
  });

  it('is a token’s own', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', at(300));
    expect([waits('c1'), waits('c2')]).toEqual([
      [30_000, 30_000, 0],
      [0, 0, 0],
    ]);
  });

  it('is new when the window is over', async () => {
    const { clock, budgets, waits } = setUp();
    budgets.note('c1', 'send', at(300));
    await clock.advance(30_000);
    expect([waits(), budgets.size]).toEqual([[0, 0, 0], 0]);
  });

  it('is nothing at all for as long as a 429 says', async () => {
    const { clock, budgets, waits } = setUp();
    budgets.note('c1', 'needed', answered({ status: 429, retryAfterMs: 7_000 }));
    expect(waits()).toEqual([7_000, 7_000, 7_000]);
    await clock.advance(6_999);
    expect(waits()).toEqual([1, 1, 1]);
    await clock.advance(1);
    expect(waits()).toEqual([0, 0, 0]);
    budgets.note('c1', 'spare', answered({ status: 429 }));
    expect(waits()).toEqual([1_000, 1_000, 1_000]);
  });

  it('is not closed by a limit of typing alone', () => {
    const { budgets, waits } = setUp();
    const rate = { count: 12, allowed: 300, resetMs: 30_000 };
    budgets.note('c1', 'spare', answered({ status: 429, retryAfterMs: 7_000, rate }));
    expect(waits()).toEqual([0, 7_000, 0]);
  });

  it('is closed for a quarter of an hour at most', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', answered({ status: 429, retryAfterMs: 86_400_000 }));
    expect(waits()).toEqual([900_000, 900_000, 900_000]);
  });

  it('is not opened by an answer that was under way', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', answered({ status: 429, retryAfterMs: 7_000 }));
    budgets.note('c1', 'needed', at(5));
    expect(waits()).toEqual([7_000, 7_000, 7_000]);
    budgets.note('c1', 'needed', at(299, 5_000));
    expect(waits()).toEqual([7_000, 7_000, 7_000]);
  });

  it('does not believe a limit that is not kept', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', at(301));
    expect(waits()).toEqual([0, 0, 0]);
  });

  it('may be as small as one', () => {
    const { budgets, waits } = setUp();
    budgets.note('c1', 'send', at(1, 10_000, 1));
    expect(waits()).toEqual([10_000, 10_000, 0]);
  });

  it('is forgotten with its chat, and a while after it was heard of', async () => {
    const { clock, budgets } = setUp();
    for (let chat = 0; chat < 10_100; chat += 1) budgets.note(`c${chat}`, 'send', at(300));
    expect(budgets.size).toBe(10_000);
    budgets.forget('c10099');
    expect(budgets.size).toBe(9_999);
    await clock.advance(30_000);
    budgets.note('new', 'send', at(300));
    expect(budgets.size).toBe(1);
  });
});
