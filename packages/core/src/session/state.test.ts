import { describe, expect, it } from 'vitest';
import { conversationId } from '../domain/ids.ts';
import { freshConversation, type Kept, newCustomerState, restoredState } from './state.ts';

describe('a state that an earlier version has kept', () => {
  it('is taken up with the beginning of whatever it did not know', () => {
    const { kept } = newCustomerState;
    const conversation = {
      ...freshConversation,
      id: conversationId('c1'),
      previousId: null,
      transport: 'guest-chat',
      openedAt: 1,
      activated: true,
    };
    const { preface, silentSince, metAgent, ...older } = conversation;
    const { outageTold, continued, ...olderKept } = kept;
    const { frontSeq, ...olderLane } = kept.toAgent;
    const stored = JSON.parse(
      JSON.stringify({ ...olderKept, conversation: older, toAgent: { ...olderLane, queued: 2 } }),
    );
    expect([preface, silentSince, metAgent, outageTold, continued, frontSeq]).toEqual([null, null, false, false, 0, 0]);
    const restored: Kept = restoredState(stored).kept;
    expect(restored).toEqual({ ...kept, conversation, toAgent: { ...kept.toAgent, queued: 2 } });
  });
});
