import { openLink } from './customer-link.js';
import { createOutbox } from './outbox.js';

const TYPING_MS = 5_000;

/**
 * One customer: what was written, what came back, and how the connection stands. Connected while shown, and until what
 * was written is kept. `onNews` hears each event that happens while the customer is looked at.
 */
export function createCustomer(persona, { channelUrl, path, changed, onNews }) {
  const outbox = createOutbox(
    (text) => link.send(text),
    () => {
      turn();
      changed();
    },
  );
  const entries = [];
  let lastNumber = 0;
  let link = null;
  let isShown = false;
  let shownAt = 0;
  let wasOpen = false;
  let typing = null;
  let typingTimer = 0;

  const customer = {
    persona,
    outbox,
    entries,
    /** `connecting`, `open`, `reconnecting`, or `refused` for good. */
    connection: 'connecting',
    refusal: null,
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
    say: (text) => outbox.say(text),
    type: () => link.typing(),
    end: () => link.end().catch((error) => refused(error.message)),
    show() {
      isShown = true;
      look();
    },
    hide() {
      isShown = false;
      turn();
    },
  };

  /** A browser allows few connections to one server, for all of its pages together: who is not looked at has none. */
  function turn() {
    const isLooked = isShown && !document.hidden;
    if (isLooked && link === null) {
      wasOpen = false;
      const on = { event: heard, reset, state: stateIs, refused, attempt, answer };
      link = openLink({ url: channelUrl, persona, after: lastNumber, path, on });
    }
    if (!isLooked && link !== null && !outbox.isBusy) {
      link.close();
      link = null;
    }
  }

  function look() {
    shownAt = Date.now();
    turn();
  }

  function stateIs(state) {
    // It was closed here, where nobody looks.
    if (state === 'closed' && customer.refusal === null) return;
    wasOpen ||= state === 'open';
    const trying = wasOpen ? 'reconnecting' : 'connecting';
    customer.connection = { open: 'open', closed: 'refused' }[state] ?? trying;
    changed();
  }

  function refused(why) {
    customer.refusal = why;
    changed();
  }

  function attempt(clientId) {
    path.note('message.posted', { clientId });
    outbox.attempted(clientId);
  }

  function answer(clientId, status) {
    if (status === 0) path.note('message.unanswered', { clientId });
    else path.note('message.answered', { clientId, status });
    if (status === 0 || status === 429 || status >= 500) outbox.failedAttempt();
  }

  function heard(event, number) {
    const { message, agent } = event.data;
    if (event.type === 'agent.typing') return setTyping(agent.name ?? 'The agent');
    if (number <= lastNumber) return undefined;
    lastNumber = number;
    if (event.type === 'message.created' && message.author.kind === 'customer') outbox.claim(message.id, message.text);
    else setTyping(null);
    // What was said while nobody looked is no news.
    const replayed = Date.parse(event.timestamp) < shownAt;
    entries.push({ ...event, number, heardAt: Date.now(), replayed });
    if (!replayed) onNews(customer, entries.at(-1));
    changed();
  }

  function reset() {
    lastNumber = 0;
    entries.length = 0;
    outbox.forgetKept();
    changed();
  }

  function setTyping(name) {
    clearTimeout(typingTimer);
    typing = name;
    if (name !== null) typingTimer = setTimeout(() => setTyping(null), TYPING_MS);
    changed();
  }

  document.addEventListener('visibilitychange', look);
  return customer;
}
