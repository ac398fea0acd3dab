import { expect, it } from 'vitest';
import { twilioHosts } from './twilio-hosts.ts';

it.each([
  [undefined, 'https://api.twilio.com/2010-04-01', true],
  [undefined, 'https://messaging.twilio.com/v1/Services?Page=1', true],
  [undefined, 'http://api.twilio.com/', false],
  [undefined, 'https://api.twilio.com:8443/', false],
  [undefined, 'https://twilio.com.example.com/', false],
  [undefined, 'https://nottwilio.com/', false],
  ['http://127.0.0.1:4010/base', 'http://127.0.0.1:4010/v1/Services', true],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4011/v1/Services', false],
  ['http://127.0.0.1:4010', 'https://api.twilio.com/', false],
])('with the API at %s, credentials may go to %s: %s', (apiUrl, url, expected) => {
  expect(twilioHosts(apiUrl)(new URL(url))).toBe(expected);
});
