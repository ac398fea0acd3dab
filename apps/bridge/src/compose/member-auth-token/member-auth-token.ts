import type { Clock, Logger, OpenRequest } from '@trunkline/core';
import type { MemberAuthTokenConfig } from '../../config/config.ts';
import type { Environment } from '../../config/interpolate.ts';
import { MemberAuthError } from './member-auth-error.ts';
import { tokenFromCommand } from './token-from-command.ts';
import { tokenFromUrl } from './token-from-url.ts';
import { createTurnstile } from './turnstile.ts';

/** Says who a customer is, in the words of an authenticated deployment. Rejects with MemberAuthError. */
export type MemberAuthToken = (request: OpenRequest, signal: AbortSignal) => Promise<string>;

export interface MemberAuthTokenParts {
  /** Of the config file. */
  readonly folder: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch: typeof fetch;
}

/** Each may be a process of its own. */
const MAX_AT_ONCE = 16;

/** Asks the program or the address that the config names. Keeps no token and logs none. */
export function createMemberAuthToken(config: MemberAuthTokenConfig, parts: MemberAuthTokenParts): MemberAuthToken {
  const turnstile = createTurnstile(MAX_AT_ONCE);
  const ask = (customer: string, signal: AbortSignal): Promise<string> =>
    config.from === 'command'
      ? tokenFromCommand({ ...parts, command: config.command }, customer, signal)
      : tokenFromUrl({ ...parts, url: config.url, headers: config.headers }, customer, signal);

  return async ({ conversationId, customer, routing }, signal) => {
    const written = JSON.stringify({ conversationId, customer, routing });
    try {
      return await turnstile(signal, () =>
        within(config.timeoutMs, { clock: parts.clock, signal }, (both) => ask(written, both)),
      );
    } catch (error) {
      if (!signal.aborted)
        parts.logger.warn({ event: 'member-auth.failed', conversationId, error }, 'there is no token for a customer');
      throw error;
    }
  };
}

interface Limits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function within<T>(
  timeoutMs: number,
  { clock, signal }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const either = new AbortController();
  const given = () => either.abort(signal.reason);
  const late = () => either.abort(new MemberAuthError(`memberAuthToken gave no token within ${timeoutMs} ms`));
  const timer = clock.setTimeout(late, timeoutMs);
  signal.addEventListener('abort', given, { once: true });
  try {
    return await work(either.signal);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', given);
  }
}
