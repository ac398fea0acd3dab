import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { guardedLookup, InternalAddressError } from './guarded-lookup.ts';
import { isInternalHost } from './internal-host.ts';

export interface GuardOptions {
  /** Hosts that the operator has named, by hostname as a URL has it: trusted wherever they are. Default: none. */
  readonly trusted?: readonly string[];
  readonly connectTimeoutMs?: number;
  /** Until the head of an answer, and between pieces of its body. */
  readonly answerTimeoutMs?: number;
  /** Larger answers are broken off. */
  readonly maxAnswerBytes?: number;
  /** How names are looked up. Default: as the system does. */
  readonly lookup?: LookupFunction;
}

/**
 * For requests to addresses that a customer, an agent or a vendor supplied: they never reach an internal host, neither
 * by address nor by a name that leads to one. Names are checked as they are connected to, so that a second look-up
 * cannot say something else. Redirects are not followed; whoever follows one asks again, through this. Requests fail
 * with InternalAddressError. Close it when done.
 */
export function createGuardedDispatcher(options: GuardOptions = {}): Dispatcher {
  const { connectTimeoutMs = 5_000, answerTimeoutMs = 15_000, maxAnswerBytes = -1 } = options;
  const trusted = new Set(options.trusted);
  return new Agent({
    connect: { lookup: guardedLookup(options.lookup ?? lookUp, trusted), timeout: connectTimeoutMs },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
    maxResponseSize: maxAnswerBytes,
  }).compose((dispatch) => (request, handler) => {
    const { protocol, hostname } = new URL(String(request.origin ?? ''));
    // Of a host that is an address nothing is looked up.
    if ((protocol !== 'http:' && protocol !== 'https:') || (!trusted.has(hostname) && isInternalHost(hostname)))
      throw new InternalAddressError();
    return dispatch(request, handler);
  });
}
