import type { Status } from '../domain/delivery.ts';
import type { ConversationId } from '../domain/ids.ts';
import { type Draft, enqueue } from './draft.ts';
import { agentWords, systemText } from './texts.ts';

export interface StatusFacts {
  readonly conversation: ConversationId;
  readonly status: Status;
  readonly agentName?: string | null;
  readonly reason?: string;
  readonly timelineNumber: number | null;
  /** For people this is no news, only for programs. */
  readonly unspoken?: boolean;
}

/** Tells the customer a status: as itself or in words, as the channel has it, never both. Words may be none. */
export function announceStatus(draft: Draft, facts: StatusFacts): void {
  const { conversation, status, agentName = null, reason = null, timelineNumber } = facts;
  const { adapter, texts } = draft.policy;
  const words = systemText(texts, status, { agent: agentWords(agentName) });
  const text = adapter.presence === 'text' && !facts.unspoken ? words : null;
  if (adapter.presence === 'text' && text === null) return;
  enqueue(draft, {
    direction: 'toCustomer',
    conversation,
    body: { kind: 'status', status, agentName, text, at: draft.now, reason },
    timelineNumber,
  });
}
