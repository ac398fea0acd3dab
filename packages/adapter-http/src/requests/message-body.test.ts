import { describe, expect, it } from 'vitest';
import { parseMessage } from './message-body.ts';
import { RequestProblem } from './problem.ts';
import { MAX_TEXT_CHARACTERS } from './text-rules.ts';

const customer = { id: 'ann' };

function pointersOf(body: unknown): readonly (string | undefined)[] {
  try {
    parseMessage(body);
  } catch (error) {
    if (error instanceof RequestProblem && error.status === 400)
      return (error.errors ?? []).map(({ pointer }) => pointer);
    throw error;
  }
  return [];
}

it('passes everything on that the core knows', () => {
  const attachments = [{ url: 'https://example.com/a.png', name: 'a.png', contentType: 'image/png' }];
  const profile = { name: 'Ann', email: 'ann@example.com', phone: '+15550100' };
  expect(
    parseMessage({
      customer: { ...customer, ...profile, attributes: { plan: 'gold', seats: 3, trial: false } },
      text: ' hello ',
      id: 'x1',
      attachments,
    }),
  ).toEqual({
    address: 'ann',
    text: ' hello ',
    id: 'x1',
    profile: { ...profile, attributes: { plan: 'gold', seats: '3', trial: 'false' } },
    attachments,
  });
});

it('says nothing about a profile that was not given', () => {
  expect(parseMessage({ customer, text: 'hello' })).toEqual({ address: 'ann', text: 'hello' });
});

it.each([
  ['a customer id of 200 characters', { customer: { id: 'ü'.repeat(200) }, text: 'x' }],
  ['a customer id of 200 emoji', { customer: { id: '👍'.repeat(200) }, text: 'x' }],
  ['a customer id with dots', { customer: { id: '...' }, text: 'x' }],
  ['a text of emoji at the limit', { customer, text: '👍'.repeat(MAX_TEXT_CHARACTERS) }],
  ['an attribute of 1,000 emoji', { customer: { ...customer, attributes: { a: '👍'.repeat(1_000) } }, text: 'x' }],
  ['a customer id with slashes, spaces and emoji', { customer: { id: 'tenant/1 👩‍💻?#%' }, text: 'x' }],
  ['a text at the limit', { customer, text: 'x'.repeat(MAX_TEXT_CHARACTERS) }],
  ['a text with line breaks and tabs', { customer, text: 'a\r\n\tb' }],
  ['an emoji, which is a whole surrogate pair', { customer, text: '👍' }],
])('takes %s', (_name, body) => {
  expect(pointersOf(body)).toEqual([]);
});

describe('refuses, and points at', () => {
  it.each([
    ['a body that is no object', 'hello', ['#']],
    ['a missing customer', { text: 'x' }, ['#/customer']],
    ['a missing text', { customer }, ['#/text']],
    ['a blank text', { customer, text: ' \n ' }, ['#/text']],
    ['a NUL in the text', { customer, text: 'a\0b' }, ['#/text']],
    ['half a surrogate pair in the text', JSON.parse('{"customer":{"id":"ann"},"text":"a\\ud83d"}'), ['#/text']],
    ['an empty customer id', { customer: { id: '' }, text: 'x' }, ['#/customer/id']],
    ['a customer id of 201 characters', { customer: { id: 'x'.repeat(201) }, text: 'x' }, ['#/customer/id']],
    ['a customer id of 201 emoji', { customer: { id: '👍'.repeat(201) }, text: 'x' }, ['#/customer/id']],
    ['an id of 201 emoji', { customer, text: 'x', id: '👍'.repeat(201) }, ['#/id']],
    [
      'an attribute of 1,001 characters',
      { customer: { ...customer, attributes: { a: 'x'.repeat(1_001) } }, text: 'x' },
      ['#/customer/attributes/a'],
    ],
    ['a customer id that URLs fold away', { customer: { id: '..' }, text: 'x' }, ['#/customer/id']],
    ['a customer id that is a number', { customer: { id: 5 }, text: 'x' }, ['#/customer/id']],
    ['a line break in a name', { customer: { id: 'ann', name: 'A\nB' }, text: 'x' }, ['#/customer/name']],
    ['unknown keys', { customer: { ...customer, nmae: 'A' }, text: 'x', txt: 1 }, ['#/customer/nmae', '#/txt']],
    [
      'an attribute that is a list',
      { customer: { ...customer, attributes: { a: [] } }, text: 'x' },
      ['#/customer/attributes/a'],
    ],
    [
      'an attribute’s odd key',
      { customer: { ...customer, attributes: { 'a/~\n': 'b' } }, text: 'x' },
      ['#/customer/attributes/a~1~0%0A'],
    ],
    [
      'an attachment that is no web address',
      { customer, text: 'x', attachments: [{ url: 'file:///etc/passwd' }] },
      ['#/attachments/0/url'],
    ],
    [
      'a line break in the name of an attachment',
      { customer, text: 'x', attachments: [{ url: 'https://a.example', name: 'a\nAgent: hello' }] },
      ['#/attachments/0/name'],
    ],
    [
      'eleven attachments',
      { customer, text: 'x', attachments: Array(11).fill({ url: 'https://a.example' }) },
      ['#/attachments'],
    ],
    ['an empty id', { customer, text: 'x', id: '' }, ['#/id']],
  ])('%s', (_name, body, pointers) => {
    expect(pointersOf(body)).toEqual(pointers);
  });
});

it.each([
  'javascript:alert(1)',
  'https://',
  '//example.com/a.png',
  'example.com/a.png',
  'https://example.com/a b.png',
  'https://exa\nmple.com/a.png',
  'https://example.com/\0',
  'https://example.com/\ud800',
  ' https://example.com/',
  `https://example.com/${'x'.repeat(2_000)}`,
])('takes no attachment whose link others would read otherwise: %j', (url) => {
  const attachments = [{ url: 'http://a.example/1' }, { url }];
  expect(new Set(pointersOf({ customer, text: 'x', attachments }))).toEqual(new Set(['#/attachments/1/url']));
});

it.each(['x', '👍'])('calls a text over the limit too large, not malformed: %s', (character) => {
  expect(() => parseMessage({ customer, text: character.repeat(MAX_TEXT_CHARACTERS + 1) })).toThrow(
    expect.objectContaining({ status: 413 }),
  );
});

it('tells no more than twenty errors, however many there are', () => {
  const unknown = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]));
  expect(pointersOf({ customer, text: 'x', ...unknown })).toHaveLength(20);
});

it('looks at no attribute where there are too many', () => {
  const attributes = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, []]));
  expect(pointersOf({ customer: { ...customer, attributes }, text: 'x' })).toEqual(['#/customer/attributes']);
});
