import type { Outcome } from '@trunkline/core';
import { expect, it } from 'vitest';
import { EndpointHealth } from './endpoint-health.ts';
import { outcomeOfAnswer, outcomeOfError } from './outcome.ts';

const answered = (status: number): Outcome => outcomeOfAnswer({ status, retryAfterMs: null }, 'key');
const scopeOf = (outcome: Outcome): string => (outcome.outcome === 'accepted' ? 'accepted' : outcome.failure.scope);

/** What the deliveries, one after the other, are judged to be: `a:500` is the event a, answered 500. */
function judged(...attempts: readonly string[]): readonly string[] {
  const health = new EndpointHealth();
  return attempts.map((attempt) => {
    const [id = '', what = ''] = attempt.split(':');
    const outcome = what === 'timeout' ? outcomeOfError(new Error('aborted'), true) : answered(Number(what));
    return scopeOf(health.judge(id, outcome));
  });
}

it.each(['500', '501', '520', '408', 'timeout'])('takes %s for the event’s own as long as it is alone', (what) => {
  expect(judged(`a:${what}`, `a:${what}`, `a:${what}`, `a:${what}`, 'b:200', `a:${what}`)).toEqual([
    ...['message', 'message', 'message', 'message', 'accepted', 'message'],
  ]);
});

it('takes it for the receiver’s when three different events in a row end like that', () => {
  expect(judged('a:500', 'b:timeout', 'c:500', 'a:500', 'b:500')).toEqual([
    ...['message', 'message', 'route', 'route', 'route'],
  ]);
});

it.each(['200', '422'])('begins anew once the receiver has answered one with %s', (what) => {
  expect(judged('a:500', 'b:500', 'c:500', `d:${what}`, 'a:500').at(-1)).toBe('message');
});

it.each(['502', '503', '504', '429', '410', '301'])('takes %s for the receiver’s at once', (what) => {
  expect(judged(`a:${what}`)).toEqual(['route']);
});

it('takes a 500 for the receiver’s where it could not be reached just before', () => {
  const health = new EndpointHealth();
  const refused = outcomeOfError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), false);
  expect(['a', 'b', 'c'].map((id) => scopeOf(health.judge(id, refused)))).toEqual(['route', 'route', 'route']);
  expect(scopeOf(health.judge('a', answered(500)))).toBe('route');
});

it('remembers a handful of events at most, and says nothing else of them', () => {
  const health = new EndpointHealth();
  const last = Array.from({ length: 5_000 }, (_, index) => health.judge(`e${index}`, answered(500))).at(-1);
  expect(last).toEqual(answered(500));
});
