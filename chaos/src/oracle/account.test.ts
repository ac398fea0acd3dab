import { expect, it } from 'vitest';
import { type Account, type Excuses, settle } from './account.ts';

const none: Excuses = { givenUp: [], repeated: [], beyondReach: [] };

function outcomes(owed: string, arrived: string, more: Partial<Account> = {}): string {
  const entries = (texts: string) => texts.split(' ').map((text, at) => ({ text, at, late: false }));
  const account = {
    customer: 'ann',
    direction: 'toAgent',
    owed: entries(owed),
    arrived: entries(arrived),
    cameAgain: [],
  } as const;
  return settle({ ...account, excuses: none, ...more })
    .map(({ text, outcome }) => `${text}:${outcome}`)
    .sort()
    .join(' ');
}

it('finds nothing where everything came once and in order', () => {
  expect(outcomes('a ok b', 'a ok b')).toBe('a:delivered b:delivered ok:delivered');
});

it('tells what was lost from what was given up and told', () => {
  const excuses = { ...none, givenUp: [{ text: 'b', reason: 'too old' }] };
  expect(outcomes('a b c', 'a', { excuses })).toBe('a:delivered b:givenUp c:lost');
});

it('excuses each once', () => {
  const excuses = { ...none, givenUp: [{ text: 'ok', reason: 'too old' }] };
  expect(outcomes('a ok b ok', 'a b', { excuses })).toBe('a:delivered b:delivered ok:givenUp ok:lost');
});

it('does not believe that something was given up that arrived', () => {
  const excuses = { ...none, givenUp: [{ text: 'a', reason: 'too old' }] };
  expect(outcomes('a', 'a', { excuses })).toBe('a:unaccounted');
});

it('believes that something arrived of which its author was told that it may have', () => {
  const excuses = { ...none, givenUp: [{ text: 'a', reason: 'too old, or not', isDoubtful: true }] };
  expect(outcomes('a', 'a', { excuses })).toBe('a:delivered');
});

it('takes what was certainly given up for what is missing, and the rest for what may have arrived', () => {
  const reasons = [
    { text: 'ok', reason: 'too old, or not', isDoubtful: true },
    { text: 'ok', reason: 'too old' },
  ];
  expect(outcomes('a ok b ok', 'a b ok', { excuses: { ...none, givenUp: reasons } })).toBe(
    'a:delivered b:delivered ok:delivered ok:givenUp',
  );
});

it('tells repeats that say so from those that do not', () => {
  const excuses = { ...none, repeated: [{ text: 'a', reason: 'nobody could be asked' }] };
  expect(outcomes('a b', 'a a b b', { excuses })).toBe('a:delivered a:repeated b:delivered b:duplicated');
});

it('tells the same of what comes again under its id', () => {
  const [at, text] = [0, 'ok'];
  const cameAgain = [true, false].map((flagged) => ({ text, at, flagged }));
  expect(outcomes('a ok b ok', 'a ok b ok', { cameAgain })).toBe(
    'a:delivered b:delivered ok:delivered ok:delivered ok:duplicated ok:repeated',
  );
});

it('tells what comes late and says so from what does not', () => {
  const at = 0;
  const arrived = ['c', 'a', 'b'].map((text) => ({ text, at, late: text === 'a' }));
  expect(outcomes('a b c', '', { arrived })).toBe('a:late b:reordered c:delivered');
});

it('knows what nobody said', () => {
  expect(outcomes('a', 'a x')).toBe('a:delivered x:unaccounted');
});
