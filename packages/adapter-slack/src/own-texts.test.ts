import { expect, it } from 'vitest';
import { ownTexts, textsWith } from './own-texts.ts';
import { defaultTexts } from './texts.ts';

it('puts own texts in the place of some, and leaves the others', () => {
  const own = { connecting: 'Moment …', status: { joined: '{agent} ist da.' }, modal: { title: 'Hilfe' } };
  const texts = textsWith(ownTexts.parse(own));
  expect(texts).toMatchObject(own);
  expect(texts.status.ended).toBe(defaultTexts.status.ended);
  expect(textsWith(undefined)).toEqual(defaultTexts);
});

it('refuses texts that there are not, and those that Slack would refuse', () => {
  expect(ownTexts.safeParse({ greeting: 'hi' }).success).toBe(false);
  expect(ownTexts.safeParse({ status: { joind: 'x' } }).success).toBe(false);
  expect(ownTexts.safeParse({ modal: { title: 'x'.repeat(25) } }).success).toBe(false);
  expect(ownTexts.safeParse({ connecting: '' }).success).toBe(false);
});
