import { expect, it } from 'vitest';
import { API_KEY, SECRET } from '../test/samples.ts';
import { httpOptions } from './options.ts';

const url = 'https://example.com/hook';
const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;

it.each([
  ['API keys alone', { apiKeys: [API_KEY, 'x'.repeat(16)] }],
  ['a webhook', { apiKeys: [API_KEY], webhook: { url, secret: SECRET } }],
  ['two secrets while rotating', { apiKeys: [API_KEY], webhook: { url, secret: [SECRET, secretOf(24)] } }],
  [
    'a webhook on the same machine',
    { apiKeys: [API_KEY], webhook: { url: 'http://localhost:9/x', secret: secretOf(64) } },
  ],
  ['a token secret', { apiKeys: [API_KEY], tokenSecret: 't'.repeat(32) }],
  ['token secrets while rotating', { apiKeys: [API_KEY], tokenSecret: ['t'.repeat(32), 'u'.repeat(200)] }],
  [
    'origins',
    { apiKeys: [API_KEY], origins: ['https://shop.example.com', 'http://localhost:5173', 'http://[::1]:81'] },
  ],
  [
    'limits, all of them or some',
    {
      apiKeys: [API_KEY],
      limits: { perKey: { perSecond: 0.5, burst: 1 }, perToken: { perSecond: 1, burst: 1 }, streams: { total: 3 } },
    },
  ],
])('takes %s, unchanged', (_name, options) => {
  expect(httpOptions.parse(options)).toEqual(options);
});

it.each([
  ['no keys', { apiKeys: [] }, ['apiKeys']],
  ['a short key', { apiKeys: ['x'.repeat(15)] }, ['apiKeys', 0]],
  ['a key with a space', { apiKeys: ['0123456789 abcdef'] }, ['apiKeys', 0]],
  ['a misspelt key', { apiKeys: [API_KEY], webhok: {} }, []],
  ['a webhook without a secret', { apiKeys: [API_KEY], webhook: { url } }, ['webhook', 'secret']],
  [
    'a secret without its prefix',
    { apiKeys: [API_KEY], webhook: { url, secret: SECRET.slice(6) } },
    ['webhook', 'secret'],
  ],
  ['a secret of 23 bytes', { apiKeys: [API_KEY], webhook: { url, secret: secretOf(23) } }, ['webhook', 'secret']],
  ['a secret of 65 bytes', { apiKeys: [API_KEY], webhook: { url, secret: secretOf(65) } }, ['webhook', 'secret']],
  ['an empty list of secrets', { apiKeys: [API_KEY], webhook: { url, secret: [] } }, ['webhook', 'secret']],
  [
    'another protocol',
    { apiKeys: [API_KEY], webhook: { url: 'ftp://example.com', secret: SECRET } },
    ['webhook', 'url'],
  ],
  ['no URL at all', { apiKeys: [API_KEY], webhook: { url: 'example', secret: SECRET } }, ['webhook', 'url']],
  [
    'credentials in the URL',
    { apiKeys: [API_KEY], webhook: { url: 'https://a:b@example.com', secret: SECRET } },
    ['webhook', 'url'],
  ],
  ['a short token secret', { apiKeys: [API_KEY], tokenSecret: 't'.repeat(31) }, ['tokenSecret']],
  ['no token secret in the list', { apiKeys: [API_KEY], tokenSecret: [] }, ['tokenSecret']],
  ['every origin at once', { apiKeys: [API_KEY], origins: ['*'] }, ['origins', 0]],
  ['an origin with a path', { apiKeys: [API_KEY], origins: ['https://a.example.com/'] }, ['origins', 0]],
  ['an origin without a scheme', { apiKeys: [API_KEY], origins: ['a.example.com'] }, ['origins', 0]],
  ['an origin with a wildcard', { apiKeys: [API_KEY], origins: ['https://*.example.com/*'] }, ['origins', 0]],
  ['an origin of the default port', { apiKeys: [API_KEY], origins: ['https://a.example.com:443'] }, ['origins', 0]],
  ['the origin of a file', { apiKeys: [API_KEY], origins: ['null'] }, ['origins', 0]],
  ['an origin in capitals', { apiKeys: [API_KEY], origins: ['https://A.example.com'] }, ['origins', 0]],
  [
    'a rate of nothing',
    { apiKeys: [API_KEY], limits: { perKey: { perSecond: 0, burst: 1 } } },
    ['limits', 'perKey', 'perSecond'],
  ],
  [
    'a rate without a burst',
    { apiKeys: [API_KEY], limits: { perCustomer: { perSecond: 1 } } },
    ['limits', 'perCustomer', 'burst'],
  ],
  ['half a stream', { apiKeys: [API_KEY], limits: { streams: { total: 0.5 } } }, ['limits', 'streams', 'total']],
  ['a misspelt limit', { apiKeys: [API_KEY], limits: { perkey: {} } }, ['limits']],
])('refuses %s', (_name, options, path) => {
  expect(httpOptions.safeParse(options).error?.issues[0]?.path).toEqual(path);
});

it('never repeats a key or a secret in what it says about it', () => {
  const { error } = httpOptions.safeParse({ apiKeys: ['short-secret'], webhook: { url, secret: 'whsec_c2hvcnQ=' } });
  expect(JSON.stringify(error?.issues)).not.toMatch(/short-secret|c2hvcnQ/);
});

it('says why it does not take every origin', () => {
  const { error } = httpOptions.safeParse({ apiKeys: [API_KEY], origins: ['*'] });
  expect(error?.issues[0]?.message).toContain('name each origin');
});
