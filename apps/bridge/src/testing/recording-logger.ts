import type { Logger } from '@trunkline/core';
import type { LogLevel } from '../config/config.ts';
import { createLogger } from '../observability/logger.ts';

/** The bridge's own logger, writing into a list. */
export interface RecordingLogger {
  readonly logger: Logger;
  readonly lines: string[];
  events(): readonly Record<string, unknown>[];
}

export function recordingLogger(level: LogLevel = 'debug'): RecordingLogger {
  const lines: string[] = [];
  return {
    lines,
    logger: createLogger(level, { write: (line) => void lines.push(line) }),
    events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
