import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Clock } from '@trunkline/core';

interface Page {
  readonly response_metadata?: { readonly next_cursor?: string | undefined } | undefined;
}

export interface PagesOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** All pages of a list; where Slack asks for patience, with it. */
export async function* pagesOf<P extends Page>(
  ask: (cursor: string | undefined) => Promise<P>,
  options: PagesOptions,
): AsyncIterable<P> {
  let cursor: string | undefined;
  do {
    const page = await patiently(() => ask(cursor), options);
    yield page;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
}

/** Again and again while Slack asks for patience. */
export async function patiently<P>(ask: () => Promise<P>, options: PagesOptions): Promise<P> {
  for (;;) {
    options.signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      await wait(error.retryAfter * 1000, options);
    }
  }
}

/** Rejects with the signal's reason. */
export async function wait(ms: number, { clock, signal }: PagesOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    const aborted = () => {
      timer.cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', aborted, { once: true });
  });
}
