import { expect, it } from 'vitest';
import { HEADINGS, withoutPrefaces } from './preface.ts';

const entries = (...texts: string[]) => texts.map((text) => ({ text }));
const said = new Set(['one', 'two', 'ok']);
const isOwn = (text: string) => said.has(text);

it('leaves a chat alone that begins with what somebody said', () => {
  const chat = entries('one', 'two');
  expect(withoutPrefaces(chat, isOwn)).toEqual({ own: chat, told: [] });
});

it('sets aside what is told again, also in several entries', () => {
  const preface = [`${HEADINGS.interrupted}\nAnn (noon): one`, 'rest of it'];
  expect(withoutPrefaces(entries(...preface, 'two', 'ok'), isOwn)).toEqual({
    own: entries('two', 'ok'),
    told: entries(...preface),
  });
});

it('takes nothing for a preface that comes later', () => {
  const chat = entries('one', `${HEADINGS.resumed}\nAnn (noon): one`);
  expect(withoutPrefaces(chat, isOwn).told).toEqual([]);
});
