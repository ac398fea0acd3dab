import { channelName, conversationId, customerId, deliveryId, messageId, TrunklineError } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../testing/recording-logger.ts';
import { createTraceLog } from './trace-log.ts';

const of = { channel: channelName('web'), customerId: customerId('c1'), conversationId: conversationId('k1') };

describe('the log', () => {
  it('is JSON with a level in words and a time', () => {
    const { logger, events } = recordingLogger();
    logger.warn({ event: 'x' }, 'a sentence');
    expect(events()).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/), pid: process.pid, event: 'x', msg: 'a sentence' },
    ]);
  });

  it('blots out facts that should not have come', () => {
    const { logger, lines } = recordingLogger();
    logger.info({ authorization: 'hush', request: { headers: { a: 'hush' }, body: 'hush' }, text: 'hush' }, 'x');
    expect(lines.join()).not.toContain('hush');
  });

  it('says where an error happened, and what it said only if that quotes nobody', () => {
    const { logger, lines, events } = recordingLogger();
    const cause = new SyntaxError('Unexpected token, "hush" is not JSON');
    logger.error({ error: new TrunklineError('some.code', 'A constant sentence.', { cause }) }, 'x');
    logger.error({ err: new Error('hush') }, 'x');
    expect(events()[0]).toMatchObject({
      error: {
        name: 'TrunklineError',
        code: 'some.code',
        message: 'A constant sentence.',
        cause: { name: 'SyntaxError' },
      },
    });
    expect(events()[1]).toMatchObject({ err: { name: 'Error', at: expect.any(Array) } });
    expect(lines.join()).not.toContain('hush');
  });
});

describe('the engine in the log', () => {
  it('tells of conversations and routes at info', () => {
    const { logger, events } = recordingLogger('info');
    const trace = createTraceLog(logger);
    trace({ step: 'conversation.opening', ...of });
    trace({ step: 'session.lost', reason: 'closed', ...of });
    trace({ step: 'route.paused', route: 'toAgent', code: 'queue.unknown', channel: of.channel });
    trace({ step: 'conversation.ended', reason: 'agent left', ...of });
    expect(events().map(({ event }) => event)).toEqual([
      'conversation.opening',
      'session.lost',
      'route.paused',
      'conversation.ended',
    ]);
    expect(events()[1]).toMatchObject({ channel: 'web', conversationId: 'k1', reason: 'closed' });
  });

  it('raises an alert for a paused route, with what to do, and says when it works again', () => {
    const { logger, events } = recordingLogger('info');
    const trace = createTraceLog(logger);
    trace({ step: 'route.paused', route: 'opening', code: 'chat.error.invalid.queue', channel: of.channel });
    trace({ step: 'route.open', route: 'opening', code: null, channel: of.channel });
    expect(events()).toMatchObject([
      {
        level: 'error',
        event: 'route.paused',
        channel: 'web',
        route: 'opening',
        code: 'chat.error.invalid.queue',
        remedy: expect.stringContaining('routing.queue'),
      },
      { level: 'info', event: 'route.open', channel: 'web', route: 'opening' },
    ]);
    expect(events()[1]).not.toHaveProperty('remedy');
  });

  it('warns of a delivery that was given up', () => {
    const { logger, events } = recordingLogger('warn');
    const trace = createTraceLog(logger);
    const settled = { step: 'delivery.settled', attempt: 1, tookMs: 1, repeated: false, direction: 'toAgent' } as const;
    trace({ ...of, ...settled, deliveryId: deliveryId('d1'), state: 'sent', code: null });
    trace({ ...of, ...settled, deliveryId: deliveryId('d2'), state: 'expired', code: 'delivery.expired' });
    expect(events().map(({ event, deliveryId }) => [event, deliveryId])).toEqual([['delivery.settled', 'd2']]);
  });

  it('tells of single messages at debug only', () => {
    const step = { step: 'message.recorded', direction: 'toAgent', messageId: messageId('m1'), late: false } as const;
    const [info, debug] = [recordingLogger('info'), recordingLogger('debug')];
    createTraceLog(info.logger)({ ...step, ...of });
    createTraceLog(debug.logger)({ ...step, ...of });
    expect(info.lines).toEqual([]);
    expect(debug.events()).toMatchObject([{ level: 'debug', event: 'message.recorded', messageId: 'm1' }]);
  });
});
