import type { AdapterState } from '@trunkline/core';

/** What is remembered of a conversation's sends. */
export interface SendingState {
  /** The last message that was taken: what comes after it is not yet anybody's. */
  readonly last: string | null;
  /** How many segments have gone out. */
  readonly segments: number;
}

export function sendingStateOf(state: AdapterState | null): SendingState {
  const { last, segments } = (typeof state === 'object' && state !== null ? state : {}) as Partial<SendingState>;
  return {
    last: typeof last === 'string' ? last : null,
    segments: typeof segments === 'number' ? segments : 0,
  };
}

export function afterSend(
  state: SendingState,
  sent: { readonly sid: string; readonly segments: number },
): AdapterState {
  return { last: sent.sid, segments: state.segments + sent.segments };
}
