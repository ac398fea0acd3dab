import type { Failure } from '@trunkline/core';
import type { ProviderError } from '../provider/provider.ts';

/** The channel cannot send to anybody until this has been seen to; the route pauses and probes. */
export function isAboutTheChannel({ kind }: ProviderError): boolean {
  return kind === 'configuration' || kind === 'unavailable';
}

/** What a write that was not taken, or may not have been, means to the engine. */
export function failureOfSend(error: ProviderError): Failure {
  const { code, kind, human, retryAfterMs } = error;
  return {
    code,
    scope: isAboutTheChannel(error) ? 'route' : 'message',
    // Nothing was sent: once is enough for what can only be hoped for after a message was on its way.
    retryable: kind !== 'permanent' && kind !== 'optedOut',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    human,
  };
}

/** What a message that was taken and did not arrive means: with hope, it is sent once more. */
export function failureOfReceipt({ code, kind, human }: ProviderError): Failure {
  return { code, scope: 'message', retryable: kind === 'oneRetry' || kind === 'throttled', human };
}

export const optedOutFailure: Failure = {
  code: 'sms.opted-out',
  scope: 'message',
  retryable: false,
  human: 'the customer has opted out (STOP)',
};

export const foreignAddressFailure: Failure = {
  code: 'sms.address',
  scope: 'message',
  retryable: false,
  human: 'there is no phone number to send to',
};

export function budgetFailure(segments: number): Failure {
  return {
    code: 'sms.budget',
    scope: 'message',
    retryable: false,
    human: `the budget of ${segments} text segments for this conversation is used up`,
  };
}

/** Before it was known whether this may be sent. */
export const storeFailure: Failure = {
  code: 'store.unavailable',
  scope: 'message',
  retryable: true,
  human: 'the bridge could not look up what it knows of this customer',
};
