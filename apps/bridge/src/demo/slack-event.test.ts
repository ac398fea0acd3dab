import { expect, it } from 'vitest';
import { pathOfSlackLine } from './slack-event.ts';

const line = (event: object): string => `data: ${JSON.stringify(event)}`;

it('tells of a call and how it ended', () => {
  const at = '2026-11-27T11:48:29.084Z';
  const call = { at, kind: 'api', type: 'chat.postMessage', outcome: 'ok', channel: 'C0HELPDSK1', text: 'hi' };
  expect(pathOfSlackLine(line(call))).toEqual({
    at,
    source: 'slack',
    step: 'wire.api',
    conversationId: null,
    messageId: null,
    facts: { type: 'chat.postMessage', outcome: 'ok' },
  });
});

it.each([': watching', 'data: {"at"', line({ at: '', kind: 'other', type: 'x' })])('passes over %s', (other) => {
  expect(pathOfSlackLine(other)).toBeNull();
});
