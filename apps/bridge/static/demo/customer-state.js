import { follow } from './api.js';
import { createOutbox } from './outbox.js';

const TYPING_MS = 5_000;

/** One customer: what was written and what came back. Listens only while shown. */
export function createCustomer(persona, changed) {
  const outbox = createOutbox(persona, changed);
  const entries = [];
  let lastNumber = 0;
  let stop = null;
  let shownAt = 0;
  let typing = null;
  let typingTimer = 0;

  function setTyping(name) {
    clearTimeout(typingTimer);
    typing = name;
    if (name !== null) typingTimer = setTimeout(() => setTyping(null), TYPING_MS);
    changed();
  }

  function heard(event, id) {
    const number = Number(id);
    if (number <= lastNumber) return;
    lastNumber = number;
    const { message } = event.data;
    if (event.type === 'message.created' && message.author.kind === 'customer') outbox.claim(message.id, message.text);
    if (event.type === 'message.created' && message.author.kind !== 'customer') typing = null;
    // What was said while nobody looked was not late.
    const replayed = Date.parse(event.timestamp) < shownAt;
    entries.push({ ...event, number, heardAt: Date.now(), replayed });
    changed();
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) shownAt = Date.now();
  });

  return {
    persona,
    outbox,
    entries,
    get typing() {
      return typing;
    },
    /** The bridge's id of the conversation that is open, or was last. */
    get conversationId() {
      return entries.at(-1)?.data.conversationId;
    },
    get isOpen() {
      const last = entries.findLast(({ type }) => type === 'conversation.ended' || type === 'message.created');
      return last !== undefined && last.type !== 'conversation.ended';
    },
    show() {
      shownAt = Date.now();
      stop ??= follow((last) => `/demo/customer/events?customer=${persona.id}&after=${Math.max(last, lastNumber)}`, {
        'message.created': heard,
        'message.failed': heard,
        'agent.joined': heard,
        'agent.left': heard,
        'agent.transferred': heard,
        'conversation.ended': heard,
        'agent.typing': ({ data }) => setTyping(data.agent.name ?? 'The agent'),
      });
    },
    hide() {
      stop?.();
      stop = null;
    },
  };
}
