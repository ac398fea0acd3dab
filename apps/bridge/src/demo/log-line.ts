import type { PathEvent, PathFact } from './path-event.ts';

const STEP = /^(message|conversation|session|delivery|route|bridge)\./;
const NOT_FACTS: ReadonlySet<string> = new Set(['level', 'time', 'event', 'msg', 'pid', 'conversationId', 'messageId']);
const DELIVERY_OF_MESSAGE = /^(m_.+)_\d+$/;

/** What a line of the bridge's log tells of the path; null: nothing, or it is no whole line (a kill may cut one). */
export function pathOfLogLine(line: string): PathEvent | null {
  const entry = parse(line);
  if (entry === null) return null;
  const { event, time, conversationId, messageId, deliveryId } = entry;
  if (typeof event !== 'string' || typeof time !== 'string' || !STEP.test(event)) return null;
  return {
    at: time,
    source: 'bridge',
    step: event,
    conversationId: typeof conversationId === 'string' ? conversationId : null,
    messageId: typeof messageId === 'string' ? messageId : messageOf(deliveryId),
    facts: Object.fromEntries(Object.entries(entry).filter(isFact)),
  };
}

interface LogEntry {
  readonly event?: unknown;
  readonly time?: unknown;
  readonly conversationId?: unknown;
  readonly messageId?: unknown;
  readonly deliveryId?: unknown;
}

function parse(line: string): LogEntry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' ? entry : null;
  } catch {
    return null;
  }
}

/** A delivery is one part of a message and is named after it; a status has none. */
function messageOf(deliveryId: unknown): string | null {
  return typeof deliveryId === 'string' ? (DELIVERY_OF_MESSAGE.exec(deliveryId)?.[1] ?? null) : null;
}

function isFact(entry: [string, unknown]): entry is [string, PathFact] {
  const [key, value] = entry;
  return !NOT_FACTS.has(key) && (value === null || ['string', 'number', 'boolean'].includes(typeof value));
}
