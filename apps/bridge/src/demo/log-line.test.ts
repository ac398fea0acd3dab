import { describe, expect, it } from 'vitest';
import { pathOfLogLine } from './log-line.ts';

const SETTLED = {
  level: 'debug',
  time: '2026-01-02T03:04:05.006Z',
  pid: 7,
  event: 'delivery.settled',
  conversationId: 'c_1',
  deliveryId: 'm_abc_2',
  direction: 'toAgent',
  state: 'sent',
  code: null,
  tookMs: 43,
  msg: 'engine step',
};

describe('a line of the bridge’s log', () => {
  it('tells a step with its time, its conversation and its facts', () => {
    expect(pathOfLogLine(JSON.stringify(SETTLED))).toEqual({
      at: '2026-01-02T03:04:05.006Z',
      source: 'bridge',
      step: 'delivery.settled',
      conversationId: 'c_1',
      messageId: 'm_abc',
      facts: { deliveryId: 'm_abc_2', direction: 'toAgent', state: 'sent', code: null, tookMs: 43 },
    });
  });

  it('names the message it names itself', () => {
    const line = JSON.stringify({ ...SETTLED, event: 'message.recorded', messageId: 'm_x' });
    expect(pathOfLogLine(line)).toMatchObject({ step: 'message.recorded', messageId: 'm_x' });
  });

  it('names no message when the delivery is of a status', () => {
    expect(pathOfLogLine(JSON.stringify({ ...SETTLED, deliveryId: 'd_abc_1' }))?.messageId).toBeNull();
  });

  it('keeps nested values out', () => {
    expect(pathOfLogLine(JSON.stringify({ ...SETTLED, error: { code: 'x' } }))?.facts).not.toHaveProperty('error');
  });

  it.each([
    ['cut off by a kill', JSON.stringify(SETTLED).slice(0, 40)],
    ['no JSON', 'Trunkline is up.'],
    ['no object', 'null'],
    ['about something else', JSON.stringify({ ...SETTLED, event: 'http.request' })],
    ['without a time', JSON.stringify({ ...SETTLED, time: undefined })],
  ])('tells nothing when it is %s', (_what, line) => {
    expect(pathOfLogLine(line)).toBeNull();
  });
});
