import { TrunklineError } from '../domain/errors.ts';

/** Another node took this customer over: whatever was to be done is theirs to do. */
export class FencedError extends TrunklineError {
  constructor() {
    super('customer.fenced', 'another process owns this customer now', { retryAfterMs: 1_000 });
  }
}
