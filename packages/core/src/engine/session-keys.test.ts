import { expect, it } from 'vitest';
import { conversationId } from '../domain/ids.ts';
import { agentScope } from '../session/conversation-life.ts';
import type { Step } from '../session/effect.ts';
import { type CustomerState, freshConversation, idleLink, newCustomerState } from '../session/state.ts';
import { SessionKeys } from './session-keys.ts';

const SCOPE = agentScope({ transport: 'fake', id: 'one', data: null });
const NOTHING = { conversations: [], messages: [], enqueue: [], change: [], claim: [], timeline: [], aliases: [] };

function stateWith(session: string | null, fresh: boolean): CustomerState {
  const id = conversationId('c_1');
  const conversation = {
    ...freshConversation,
    ...{ id, previousId: null, transport: 'fake', openedAt: 1 },
    session: session === null ? null : { transport: 'fake', id: session, data: null },
  };
  return { ...newCustomerState, kept: { ...newCustomerState.kept, conversation }, link: { ...idleLink, fresh } };
}

function stepTo(state: CustomerState, keys: readonly string[] = [], scope: string = SCOPE): Step<CustomerState> {
  const seen = keys.map((key) => ({ scope, key, fingerprint: null, messageId: null, conversationId: null }));
  return { state, writes: { ...NOTHING, seen }, effects: [], traces: [] };
}

const [unopened, opened] = [stateWith(null, false), stateWith('one', true)];

it('is certain of a session that was opened here, but for what was taken in from it', () => {
  const keys = new SessionKeys();
  keys.follow(unopened, stepTo(opened));
  expect(keys.areNew(SCOPE, ['a', 'b'])).toBe(true);
  keys.follow(opened, stepTo(opened, ['a']));
  keys.follow(opened, stepTo(opened, ['x'], 'customer'));
  expect(keys.areNew(SCOPE, ['a'])).toBe(false);
  expect(keys.areNew(SCOPE, ['b', 'a'])).toBe(false);
  expect(keys.areNew(SCOPE, ['b', 'x'])).toBe(true);
  expect(keys.areNew('customer', ['b'])).toBe(false);
});

it('is certain of nothing that was there before, or after another session was taken up', () => {
  const keys = new SessionKeys();
  const restored = stateWith('one', false);
  keys.follow(restored, stepTo(restored));
  expect(keys.areNew(SCOPE, ['a'])).toBe(false);
  keys.follow(unopened, stepTo(opened));
  keys.follow(opened, stepTo(stateWith('two', true)));
  expect(keys.areNew(SCOPE, ['a'])).toBe(false);
});

it('asks the store again once there are many', () => {
  const keys = new SessionKeys();
  keys.follow(unopened, stepTo(opened));
  for (let number = 0; number < 100; number += 1) keys.follow(opened, stepTo(opened, [`${number}`]));
  expect(keys.areNew(SCOPE, ['a'])).toBe(false);
});
