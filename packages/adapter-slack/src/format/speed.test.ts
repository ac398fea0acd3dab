import { expect, it } from 'vitest';
import { createTextFit } from './text-fit.ts';
import { toMrkdwn } from './to-mrkdwn.ts';
import { toText } from './to-text.ts';

const names = { user: () => undefined };
/** As long as a text in Slack can be, made to be read again and again. */
const hard = [
  ' *a',
  ' _a *b',
  '```',
  '`',
  '`a',
  '<@U1',
  '<',
  '[a](',
  '[',
  '**a ',
  'https://a)',
  ')',
  ':qq',
  '> ',
  '\na',
  '&lt;',
].map((piece) => piece.repeat(Math.ceil(40_000 / piece.length)));

it.each(hard)('a text that is made to be slow is read in time: %#', (text) => {
  expect(lettersIn(toText({ text }, names))).toBe(lettersIn(text.replaceAll('&lt;', '<')));
  expect(createTextFit().fit(text).length).toBeGreaterThan(1);
  expect(toMrkdwn(text.slice(0, 4_000))).not.toBe('');
});

function lettersIn(text: string): number {
  return text.replace(/[^a-z]/g, '').length;
}
