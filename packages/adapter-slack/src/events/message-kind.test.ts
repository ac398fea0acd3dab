import { expect, it } from 'vitest';
import { kindOf } from './message-kind.ts';

const BOT = 'U0BOT';
const said = { ts: '1.000001', channel: 'C1', user: 'U1', text: 'hello' };
const edit = { ts: '2.000000', channel: 'C1', subtype: 'message_changed', hidden: true };

it.each([
  ['a message', said],
  ['a file', { ...said, subtype: 'file_share' }],
  ['a reply that the channel sees as well', { ...said, subtype: 'thread_broadcast' }],
  ['/me', { ...said, subtype: 'me_message' }],
])('takes %s', (_what, event) => {
  expect(kindOf(event, BOT).kind).toBe('said');
});

it.each([
  ['its own', { ...said, user: BOT }],
  ['its own under an agent’s name', { ...said, subtype: 'bot_message', bot_id: 'B1', user: undefined }],
  ['another app’s', { ...said, bot_id: 'B2' }],
  ['another bridge’s', { ...said, metadata: { event_type: 'trunkline_delivery' } }],
  ['Slackbot’s', { ...said, user: 'USLACKBOT' }],
  ...['channel_join', 'channel_leave', 'channel_topic', 'channel_name', 'message_replied', 'pinned_item'].map(
    (subtype) => [subtype, { ...said, subtype }] as const,
  ),
  [
    'an edit of its own',
    { ...edit, message: { ...said, user: BOT, text: 'b' }, previous_message: { ...said, user: BOT } },
  ],
  [
    'an edit by another app',
    { ...edit, message: { ...said, bot_id: 'B2', text: 'b' }, previous_message: { ...said, bot_id: 'B2' } },
  ],
  ['a preview', { ...edit, message: { ...said, attachments: [{}] }, previous_message: said }],
  ['an edit without what was before', { ...edit, message: said }],
] as const)('passes over %s', (_what, event) => {
  expect(kindOf(event, BOT).kind).toBe('none');
});

it('knows an edit, a deletion, and a deletion that leaves a gravestone', () => {
  expect(kindOf({ ...edit, message: { ...said, text: 'hello!' }, previous_message: said }, BOT).kind).toBe('edited');
  const deleted = { ...edit, subtype: 'message_deleted', deleted_ts: said.ts, previous_message: said };
  expect(kindOf(deleted, BOT).kind).toBe('deleted');
  const tombstone = { ...said, subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' };
  expect(kindOf({ ...edit, message: tombstone, previous_message: said }, BOT).kind).toBe('deleted');
});
