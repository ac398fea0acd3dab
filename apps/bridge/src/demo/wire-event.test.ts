import { describe, expect, it } from 'vitest';
import { pathOfWireLine } from './wire-event.ts';

const ID = 'd64a4975-bc67-4c56-bc46-0ea55ca1f632';

function told(event: object): ReturnType<typeof pathOfWireLine> {
  return pathOfWireLine(`data: ${JSON.stringify({ at: '2026-01-02T03:04:05.006Z', conversationId: ID, ...event })}`);
}

describe('a line of the sandbox’s event stream', () => {
  it('tells a call without its prefix and with its ids cut', () => {
    const path = `/api/v2/webchat/guest/conversations/${ID}/messages`;
    expect(told({ kind: 'rest', method: 'POST', path, status: 200, text: 'secret words' })).toEqual({
      at: '2026-01-02T03:04:05.006Z',
      source: 'genesys',
      step: 'wire.rest',
      conversationId: ID,
      messageId: null,
      facts: { method: 'POST', path: '/conversations/d64a…/messages', status: 200 },
    });
  });

  it('tells the state of a member and the code of a close, but not what was said', () => {
    expect(told({ kind: 'frame', type: 'member-change', text: 'CONNECTED' })?.facts).toEqual({
      type: 'member-change',
      value: 'CONNECTED',
    });
    expect(told({ kind: 'socket', type: 'closed', text: '1006' })?.facts).toEqual({ type: 'closed', value: '1006' });
    expect(told({ kind: 'frame', type: 'message', text: 'hello' })?.facts).toEqual({ type: 'message' });
  });

  it.each([': watching', '', 'data: {', 'data: {"kind":"rest"}'])('tells nothing in "%s"', (line) => {
    expect(pathOfWireLine(line)).toBeNull();
  });
});
