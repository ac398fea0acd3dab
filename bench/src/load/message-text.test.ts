import { expect, it } from 'vitest';
import { readEcho, readText, textOf } from './message-text.ts';

it('reads who said what from a message and from the echo of it', () => {
  expect(readText(textOf(12, 345))).toEqual({ customer: 12, number: 345 });
  expect(readEcho(`echo: ${textOf(12, 345)}`)).toEqual({ customer: 12, number: 345 });
});

it.each(['', '12', '12 345', 'one two three', 'echo: 1 2 words', '1.5 2 words'])(
  'takes %j for something else',
  (text) => {
    expect(readText(text)).toBeNull();
  },
);

it('takes for an echo only what says so', () => {
  expect([readEcho(textOf(1, 2)), readEcho('echo: hello')]).toEqual([null, null]);
});
