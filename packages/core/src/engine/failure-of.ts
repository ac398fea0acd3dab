import type { Failure } from '../domain/failure.ts';

type Cause = 'deadline' | 'threw' | 'notStarted';

const FAILURES: Readonly<Record<Cause, Failure>> = {
  deadline: { code: 'engine.deadline', scope: 'route', retryable: true, human: 'there was no answer in time' },
  threw: { code: 'engine.port-threw', scope: 'message', retryable: true, human: 'an internal error prevented it' },
  notStarted: { code: 'channel.not-started', scope: 'route', retryable: true, human: 'the channel is not running' },
};

/** What the engine itself has to say when a port gives no outcome. */
export function failureOf(what: Cause): Failure {
  return FAILURES[what];
}

/** A session belongs to a transport that is not configured any more. */
export function missingTransport(transport: string): Failure {
  return {
    code: 'transport.missing',
    scope: 'route',
    retryable: true,
    human: `the bridge has no contact centre for the transport ${transport}`,
  };
}
