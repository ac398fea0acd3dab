import { TrunklineError } from '@trunkline/core';
import type { ProviderError } from './provider.ts';

/** Something could not be asked of the provider. The message holds no number. */
export class ProviderUnavailableError extends TrunklineError {
  readonly error: ProviderError;

  constructor(error: ProviderError) {
    super(
      'sms.provider-unavailable',
      `the provider of text messages gave no answer to a question: ${error.human}`,
      error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs },
    );
    this.error = error;
  }
}
