import { expect, it } from 'vitest';
import { createSlackHosts } from './slack-hosts.ts';

it.each([
  ['https://files.slack.com/x', true],
  ['https://northwind.slack.com/x', true],
  ['https://files.slack-gov.com/x', true],
  ['http://files.slack.com/x', false],
  ['https://files.slack.com:8443/x', false],
  ['https://u@files.slack.com/x', false],
  ['https://slack.com.evil.example/x', false],
  ['https://evilslack.com/x', false],
  ['https://files.slack.com@evil.example/x', false],
  ['http://127.0.0.1:4030/files-pri/x', true],
  ['http://127.0.0.1:4031/x', false],
  ['https://127.0.0.1:4030/x', false],
])('%s: %s', (address, expected) => {
  expect(createSlackHosts('http://127.0.0.1:4030/api/').includes(new URL(address))).toBe(expected);
  if (address.includes('127')) expect(createSlackHosts(null).includes(new URL(address))).toBe(false);
});
