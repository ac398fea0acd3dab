import type { JsonValue } from '@trunkline/core';
import { expect, it } from 'vitest';
import { isObject, type JsonObject, patched, patchOf } from './state-patch.ts';

const SOME: readonly JsonValue[] = [null, 0, 1, '', 'a', true, [], [1], [{ a: 1 }], {}];
const NAMES = ['a', 'b', 'toAgent', '__proto__', '0', 'a "quoted" \\ name', 'größe'];

/** A small generator that says the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function generate(next: () => number, depth: number): JsonObject {
  const names = NAMES.filter(() => next() < 0.6);
  const entries = names.map((name): [string, JsonValue] => {
    const value = SOME[Math.floor(next() * SOME.length)] ?? null;
    return [name, depth > 0 && next() < 0.5 ? generate(next, depth - 1) : value];
  });
  return JSON.parse(
    `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
  );
}

it('brings any state to any other, also by way of JSON', () => {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const next = random(seed);
    const [base, state] = [generate(next, 2), generate(next, 2)];
    const patch = JSON.parse(patchOf(base, state) ?? '{}');
    const brought = patched(base, patch);
    expect(JSON.stringify(sorted(brought)), `seed ${seed}`).toBe(JSON.stringify(sorted(state)));
    const toItself = JSON.parse(patchOf(state, JSON.parse(JSON.stringify(state))) ?? '{}');
    expect(toItself['a'], `seed ${seed}`).not.toBe(0);
  }
});

it('names what changed and nothing else', () => {
  const session = { jwt: 'long' };
  const base = { session, lane: { queued: 1, gone: true }, at: 5, list: [1] };
  const list = base.list;
  expect(patchOf(base, { session, lane: { queued: 2 }, at: 5, list })).toBe('{"lane":{"queued":[2],"gone":0}}');
  expect(patchOf(base, { ...base })).toBeNull();
});

it('shares with the base what it does not touch', () => {
  const base = { session: { jwt: 'long' }, at: 5 };
  const next = patched(base, { at: [6] });
  expect(next).toEqual({ session: { jwt: 'long' }, at: 6 });
  expect(next['session']).toBe(base.session);
});

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.keys(value)
    .sort()
    .map((name): [string, JsonValue] => [`:${name}`, sorted(value[name] ?? null)]);
  return Object.fromEntries(entries);
}
