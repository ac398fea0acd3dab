/** An event of the customer’s stream in words; null: it is a message of somebody. */
export function eventLine({ type, data }) {
  const name = (otherwise) => data.agent?.name ?? otherwise;
  switch (type) {
    case 'agent.joined':
      return `${name('An agent')} joined`;
    case 'agent.left':
      return `${name('The agent')} left`;
    case 'agent.transferred':
      return `${name('The agent')} passed you on`;
    case 'conversation.ended':
      return 'The conversation has ended. Write again to begin a new one.';
    case 'message.failed':
      return `A message did not arrive: ${data.failure.detail}`;
    default:
      return data.message.author.kind === 'system' ? data.message.text : null;
  }
}

/** What a screen reader is told of it, once; null: nothing, since the customer did it. */
export function eventNews({ type, data }) {
  const line = eventLine({ type, data });
  if (line !== null) return line;
  const { author, text } = data.message;
  return author.kind === 'customer' ? null : `${author.name ?? 'The agent'} says: ${text}`;
}
