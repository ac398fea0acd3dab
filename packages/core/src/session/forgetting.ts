import { closeConversation } from './conversation-life.ts';
import { type Draft, keep } from './draft.ts';
import { isActive, newCustomerState } from './state.ts';

/** What is open is ended first. A customer who writes meanwhile is forgotten when that chat has ended, too. */
export function onForgetRequested(draft: Draft, by: 'operator' | 'retention'): void {
  if (by === 'retention' && isActive(draft.state.kept)) return;
  keep(draft, { forgetting: true });
  closeConversation(draft, { reason: 'ended by operator', leave: true, cause: 'left' });
}

/** Nothing is open or owed: whatever is known of the customer goes. */
export function forgetIfDone(draft: Draft): void {
  const { forgetting, timelineNumber } = draft.state.kept;
  if (!forgetting || isActive(draft.state.kept)) return;
  draft.writes.forget = { timelineNumber };
  draft.state = newCustomerState;
}
