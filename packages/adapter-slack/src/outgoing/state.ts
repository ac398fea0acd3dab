import type { AdapterState } from '@trunkline/core';

/** What is kept of a conversation: where its status message is. Far below the 4 KB that there are. */
export interface SlackState {
  readonly status: {
    readonly ts: string;
    /** What the message begins with and keeps through every edit. */
    readonly lead: string | null;
  };
}

export function writeState({ status }: SlackState): AdapterState {
  return { status: { ts: status.ts, lead: status.lead } };
}

/** Null: there is no status message yet. */
export function readState(state: AdapterState | null): SlackState | null {
  const status = state !== null && typeof state === 'object' && 'status' in state ? state['status'] : null;
  if (status === null || typeof status !== 'object' || !('ts' in status)) return null;
  const { ts, lead } = status as { readonly ts: unknown; readonly lead?: unknown };
  return typeof ts === 'string' ? { status: { ts, lead: typeof lead === 'string' ? lead : null } } : null;
}
