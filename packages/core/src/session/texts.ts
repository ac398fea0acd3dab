import type { Status } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import type { Draft } from './draft.ts';

/** A status in words, for channels that show words; null for those that show the status itself. Never both. */
export function statusOf({ policy }: Draft, status: Status, agentName: string | null): string | null {
  return policy.adapter.presence === 'text' ? statusText(status, agentName) : null;
}

/** What the bridge says to a customer when something happens on the agent side. */
function statusText(status: Status, agentName: string | null): string {
  const agent = agentName ?? 'An agent';
  switch (status) {
    case 'waiting':
      return 'You are being connected with an agent.';
    case 'joined':
      return `${agent} has joined.`;
    case 'left':
      return `${agent} has left.`;
    case 'transferred':
      return 'You are being transferred to another agent.';
    case 'ended':
      return 'The conversation has ended.';
  }
}

/** What the bridge says to an agent whose message did not arrive. */
export function undeliveredNotice(failure: Failure): string {
  return `The customer did not get your last message: ${failure.human}`;
}
