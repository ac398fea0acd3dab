import { changedState } from './changed.ts';
import type { Draft } from './draft.ts';

/** Whether this customer may be sent to now. Where addresses share a rate it asks for its turn, which is used up by this. */
export function useTurn(draft: Draft): boolean {
  if (!draft.policy.adapter.rated) return true;
  const { turn } = draft.state;
  if (turn === 'none') draft.effects.push({ type: 'askTurn' });
  draft.state = changedState(draft.state, { turn: turn === 'mine' ? 'none' : 'asked' });
  return turn === 'mine';
}

export function takeTurn(draft: Draft): void {
  draft.state = changedState(draft.state, { turn: 'mine' });
}

/** What cannot be used now is not saved up: all who waited for a route would use it at once. */
export function passTurn(draft: Draft): void {
  if (draft.state.turn === 'mine') draft.state = changedState(draft.state, { turn: 'none' });
}
