import type { Logger } from '@trunkline/core';
import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { errorFacts } from './error-facts.ts';

const CONFIDENTIAL = [
  'authorization',
  'apiKey',
  'apiKeys',
  'address',
  'authToken',
  'body',
  'cookie',
  'email',
  'headers',
  'jwt',
  'password',
  'phone',
  'secret',
  'session',
  'text',
  'token',
];

/** JSON lines. Facts that should never have come here are blotted out one level deep. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), bindings: ({ pid }) => ({ pid }) },
      serializers: { err: errorFacts, error: errorFacts, cause: errorFacts },
      redact: { paths: CONFIDENTIAL.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    },
    destination,
  );
}
