import type { OpenRequest } from '../contracts/contact-center.ts';
import type { Failure } from '../domain/failure.ts';
import type { GuestChatOptions } from './options.ts';

export type Vouched =
  | { readonly ok: true; readonly token: string | undefined }
  | { readonly ok: false; readonly failure: Failure };

/** What went wrong is the operator's code's secret: its words may hold anything. */
const unvouched: Failure = {
  code: 'member-auth.failed',
  scope: 'route',
  retryable: true,
  human: 'the customer cannot be vouched for at the moment',
};

/** Asks the operator's code to vouch for a customer, for no longer than somebody wants to know. Never rejects. */
export async function vouch(
  ask: GuestChatOptions['memberAuthToken'],
  request: OpenRequest,
  signal: AbortSignal,
): Promise<Vouched> {
  if (ask === undefined) return { ok: true, token: undefined };
  let giveUp = () => {};
  const givenUp = new Promise<null>((resolve) => {
    giveUp = () => resolve(null);
  });
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const asking = (async () => await ask(request, signal))();
    const token: unknown = await Promise.race([asking, givenUp]);
    return typeof token === 'string' && token.trim() !== '' ? { ok: true, token } : { ok: false, failure: unvouched };
  } catch {
    return { ok: false, failure: unvouched };
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
