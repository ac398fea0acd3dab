import { STATUS_CODES } from 'node:http';
import { TrunklineError } from '@trunkline/core';
import type { Problem } from './problem.ts';

export interface ErrorReply extends Problem {
  readonly retryAfterMs?: number;
}

/** What a client is told of an error that nobody turned into a reply. Never what was thrown. */
export function errorReply(error: unknown): ErrorReply {
  if (error instanceof TrunklineError) {
    if (error.code === 'http.body-too-large')
      return { status: 413, title: 'Content Too Large', detail: error.message, code: error.code };
    if (error.retryAfterMs !== undefined)
      return { status: 503, title: 'Service Unavailable', code: error.code, retryAfterMs: error.retryAfterMs };
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { status, title: STATUS_CODES[status] ?? 'Bad Request' };
  return { status: 500, title: 'Internal Server Error' };
}
