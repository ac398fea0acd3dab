import { expect, it } from 'vitest';
import { ACCOUNT_SID as accountSid } from '../test/signed-request.ts';
import { smsOptions } from './options.ts';

const authToken = 'token';

it.each([
  ['the least', {}],
  ['tokens while rotating', { authToken: ['new', 'old'] }],
  ['what the README shows', { numbers: { '+15550100': { routing: { queue: 'SMS Support' } } } }],
  ['a short code', { numbers: { '12345': {} } }],
  ['an API key', { apiKey: { sid: `SK${'1'.repeat(32)}`, secret: 's' } }],
  ['routes', { routes: [{ when: { keyword: 'SALES' }, routing: { queue: 'Sales' } }] }],
  [
    'splitting, a budget and a rate',
    { splitting: { segmentsPerMessage: 3 }, budget: { segmentsPerConversation: 50 }, perSecond: 1 },
  ],
])('takes %s, unchanged', (_name, more) => {
  const given = { accountSid, authToken, ...more };
  expect(smsOptions.parse(given)).toEqual(given);
});

it.each([
  ['an account without AC', { accountSid: 'SK123' }, 'accountSid is AC and 32 characters'],
  ['no token', { authToken: [] }, 'Too small'],
  ['a number without its country', { numbers: { '202 555 0100': {} } }, 'Invalid key'],
  ['no number', { numbers: {} }, 'at least one number'],
  ['a number twice', { numbers: { '+12025550100': {}, '+1 202 555 0100': {} } }, 'twice'],
  ['a misspelt key', { messagingServiceSID: 'MG' }, 'Unrecognized key'],
  ['a route for everything', { routes: [{ when: {}, routing: {} }] }, 'without a condition'],
  ['a language that nobody knows', { routes: [{ when: { language: 'xx' }, routing: {} }] }, 'known languages: en, es'],
  [
    'a time zone that there is none of',
    { routes: [{ when: { hours: { from: '09:00', to: '17:00', timeZone: 'Mars' } }, routing: {} }] },
    'America/New_York',
  ],
  ['a URL with a query', { publicUrl: 'https://example.com/?x=1' }, 'neither a query'],
  ['two words as a keyword', { optOut: { stop: ['no more'] } }, 'single word'],
])('refuses %s', (_name, more, why) => {
  const { error } = smsOptions.safeParse({ accountSid, authToken, ...more });
  expect(JSON.stringify(error?.issues)).toContain(why);
});
