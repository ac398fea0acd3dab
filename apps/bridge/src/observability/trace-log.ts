import type { Logger, Trace, TraceEvent } from '@trunkline/core';
import { remedyOf } from './remedies.ts';

interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly sentence: string;
}

/** How each step is told: each message's at debug, the life of conversations at info, what was given up as a warning, what somebody must mend as an error. */
const LINES: Readonly<Record<TraceEvent['step'], Line>> = {
  'message.recorded': { level: 'debug', sentence: 'a message is on disk' },
  'message.duplicate': { level: 'debug', sentence: 'a message came again' },
  'conversation.opening': { level: 'info', sentence: 'a conversation begins' },
  'conversation.ended': { level: 'info', sentence: 'a conversation has ended' },
  'session.committed': { level: 'debug', sentence: 'the contact centre has prepared a session' },
  'session.attached': { level: 'debug', sentence: 'events flow' },
  'session.activated': { level: 'debug', sentence: 'the session takes messages' },
  'session.caught-up': { level: 'debug', sentence: 'the history is read, nothing is missing' },
  'outage.told': {
    level: 'error',
    sentence: 'a message waits because the contact centre cannot be reached; the customer was told, nothing is lost',
  },
  'session.lost': { level: 'info', sentence: 'events no longer flow; the session is resumed' },
  'delivery.sending': { level: 'debug', sentence: 'a delivery is being sent' },
  'delivery.unknown': { level: 'debug', sentence: 'whether a delivery arrived is not known; the other side is asked' },
  'delivery.waiting': { level: 'debug', sentence: 'a delivery was not taken and is tried again' },
  'delivery.settled': { level: 'debug', sentence: 'a delivery has come to its end' },
  'delivery.receipt': { level: 'debug', sentence: 'the medium has told what became of a delivery' },
  'request.shed': { level: 'debug', sentence: 'a request was turned away, since there is too much to do' },
  'channel.counted': { level: 'debug', sentence: 'a channel has counted something' },
  'route.paused': {
    level: 'error',
    sentence: 'a route takes nothing: it is paused and probed, nothing fails meanwhile',
  },
  'route.open': { level: 'info', sentence: 'a route works again' },
};

const NOT_DELIVERED: Line = { level: 'warn', sentence: 'a delivery was given up; whoever waits for it is told' };

function hasFailed(event: TraceEvent): boolean {
  if (event.step === 'delivery.receipt') return event.state === 'failed';
  return event.step === 'delivery.settled' && event.state !== 'sent';
}

/** Logs the engine's steps. Without `debug`, what is told at that level is not even put together. */
export function createTraceLog(logger: Logger, debug: boolean = true): Trace {
  return (event) => {
    const { level, sentence } = hasFailed(event) ? NOT_DELIVERED : LINES[event.step];
    if (level === 'debug' && !debug) return;
    const { step, ...facts } = event;
    const more = step === 'route.paused' ? { remedy: remedyOf(event.code) } : {};
    logger[level]({ event: step, ...facts, ...more }, sentence);
  };
}
