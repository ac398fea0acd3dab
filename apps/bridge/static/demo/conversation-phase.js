/**
 * Where a customer’s conversation is, from what was told of it: `{phase, agent}`, the phase one of `none`, `waiting`,
 * `talking`, `transfer`, `ended`.
 */
export function conversationPhase(entries) {
  return entries.reduce(next, { phase: 'none', agent: null, conversationId: null });
}

function next(before, { type, data }) {
  const { conversationId } = data;
  const is = (phase, agent = null) => ({ phase, agent, conversationId });
  switch (type) {
    case 'agent.joined':
      return is('talking', data.agent.name ?? 'an agent');
    case 'agent.transferred':
      return is('transfer');
    case 'agent.left':
      return before.phase === 'talking' ? is('waiting') : before;
    case 'conversation.ended':
      return is('ended');
    case 'message.created':
      return before.conversationId === conversationId && before.phase !== 'ended' ? before : is('waiting');
    default:
      return before;
  }
}

export function phaseWords({ phase, agent }) {
  switch (phase) {
    case 'waiting':
      return 'Waiting for an agent';
    case 'talking':
      return `Talking with ${agent}`;
    case 'transfer':
      return 'Being passed on to another agent';
    case 'ended':
      return 'The conversation has ended';
    default:
      return 'No conversation yet';
  }
}
