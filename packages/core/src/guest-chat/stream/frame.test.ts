import { describe, expect, it } from 'vitest';
import { parseFrame } from './frame.ts';

const NOW = 1_700_000_000_000;
const conversation = { id: 'c1' };
const metadata = (type: string) => ({ CorrelationId: 'x', type });
const messages = { topicName: 'v2.conversations.chats.c1.messages', version: '2' };

describe('a frame', () => {
  it('of a message, as captured', () => {
    const eventBody = {
      id: 'm1',
      conversation,
      sender: { id: 'a1' },
      body: 'Hi, how are you?',
      bodyType: 'standard',
      timestamp: '2019-06-18T16:59:22.277Z',
    };
    expect(parseFrame(JSON.stringify({ ...messages, eventBody, metadata: metadata('message') }), NOW)).toEqual({
      type: 'message',
      id: 'm1',
      senderId: 'a1',
      body: 'Hi, how are you?',
      bodyType: 'standard',
      at: Date.UTC(2019, 5, 18, 16, 59, 22, 277),
    });
  });

  it('of a member, as captured', () => {
    const eventBody = { conversation, member: { id: 'a1', state: 'CONNECTED' }, timestamp: '2019-06-18T16:59:09.689Z' };
    const topicName = 'v2.conversations.chats.c1.members';
    const frame = JSON.stringify({ topicName, version: '2', eventBody, metadata: metadata('member-change') });
    const at = Date.UTC(2019, 5, 18, 16, 59, 9, 689);
    expect(parseFrame(frame, NOW)).toEqual({ type: 'member', memberId: 'a1', state: 'CONNECTED', at });
  });

  it('whose ids cannot stand in a path is passed over', () => {
    const eventBody = { id: 'm1', conversation, sender: { id: '\ud800' }, body: 'Hi', bodyType: 'standard' };
    expect(parseFrame(JSON.stringify({ ...messages, eventBody, metadata: metadata('message') }), NOW)).toBeNull();
  });

  it('of typing', () => {
    const eventBody = { id: 't1', conversation, sender: { id: 'a1' } };
    const frame = JSON.stringify({ ...messages, eventBody, metadata: metadata('typing-indicator') });
    expect(parseFrame(frame, NOW)).toEqual({ type: 'typing', senderId: 'a1' });
  });

  it('of a join, whose body is missing', () => {
    const eventBody = { id: 'm1', sender: { id: 'a1' }, bodyType: 'member-join', timestamp: '?' };
    expect(parseFrame(JSON.stringify({ eventBody, metadata: metadata('message') }), NOW)).toMatchObject({
      body: '',
      bodyType: 'member-join',
      at: NOW,
    });
  });

  it('of a media request, told as a message', () => {
    const eventBody = {
      id: 'm1',
      conversation,
      sender: { id: 'a1' },
      body: '',
      bodyType: 'media-request',
      timestamp: '?',
    };
    const frame = JSON.stringify({ ...messages, eventBody, metadata: metadata('message') });
    expect(parseFrame(frame, NOW)).toEqual({ type: 'media', id: 'm1', at: NOW });
  });

  it.each([
    ['by its topic', 'v2.conversations.chats.c1.mediarequests', 'anything', { id: 'r1' }, 'r1'],
    ['by its type', 'v2.conversations.chats.c1', 'media-request-change', { id: 'r1', state: 'pending' }, 'r1'],
    ['without an id', 'v2.conversations.chats.c1.mediaRequests', 'x', {}, null],
    ['without a body', 'v2.conversations.chats.c1.mediarequests', 'x', undefined, null],
  ])('of a media request, known %s', (_name, topicName, type, eventBody, id) => {
    const frame = JSON.stringify({ topicName, eventBody, metadata: metadata(type) });
    expect(parseFrame(frame, NOW)).toEqual({ type: 'media', id, at: NOW });
  });

  it('of a media request without metadata', () => {
    const topicName = 'v2.conversations.chats.c1.mediarequests';
    expect(parseFrame(JSON.stringify({ topicName, eventBody: {} }), NOW)).toMatchObject({ type: 'media' });
  });

  it.each([
    [
      'a media request that is not open any more',
      JSON.stringify({ topicName: 'x.mediarequests', eventBody: { id: 'r1', state: 'TIMEDOUT' } }),
    ],
    ['a pong', '{"topicName":"channel.metadata","eventBody":{"message":"pong"}}'],
    ['the closing of a socket', '{"topicName":"v2.system.socket_closing","eventBody":{}}'],
    ['a heartbeat without metadata', '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}'],
    ['an unknown type', JSON.stringify({ eventBody: { id: 'x' }, metadata: metadata('wrap-up') })],
    ['a message without a sender', JSON.stringify({ eventBody: { id: 'x' }, metadata: metadata('message') })],
    [
      'a member without a state',
      JSON.stringify({ eventBody: { member: { id: 'x' } }, metadata: metadata('member-change') }),
    ],
    ['broken JSON', '{"eventBody":'],
    ['no object', '[1,2]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('is passed over: %s', (_name, text) => {
    expect(parseFrame(text, NOW)).toBeNull();
  });
});
