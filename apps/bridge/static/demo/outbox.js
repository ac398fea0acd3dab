/**
 * What one customer wrote, in order, and how far each of it got. `send` is the client’s: it repeats what got no answer
 * under the same id until it has one.
 */
export function createOutbox(send, changed) {
  const items = [];

  /** The client sends one after the other: the first without an answer is the one on its way. */
  function underWay() {
    return items.find(({ state }) => state === 'sending' || state === 'retrying');
  }

  return {
    items,
    get isBusy() {
      return underWay() !== undefined;
    },
    say(text) {
      const item = { key: crypto.randomUUID(), text, enteredAt: Date.now(), state: 'sending', attempts: 0 };
      items.push(Object.assign(item, { clientId: null, messageId: null, problem: null }));
      changed();
      send(text).then(
        ({ messageId }) => {
          Object.assign(item, { state: 'accepted', messageId });
          changed();
        },
        ({ message }) => {
          Object.assign(item, { state: 'failed', problem: message });
          changed();
        },
      );
    },
    /** An attempt begins, under this id. */
    attempted(clientId) {
      const item = underWay();
      if (item === undefined) return;
      item.clientId = clientId;
      item.attempts += 1;
      changed();
    },
    /** An attempt ended without an answer, or with one that asks to come again. */
    failedAttempt() {
      const item = underWay();
      if (item !== undefined) item.state = 'retrying';
      changed();
    },
    /** The stream may tell of a message before its answer came. */
    claim(messageId, text) {
      if (items.some((item) => item.messageId === messageId)) return;
      const unanswered = items.find((item) => item.messageId === null && item.state !== 'failed');
      if (unanswered?.text === text) unanswered.messageId = messageId;
    },
    /** What was kept is told again. */
    forgetKept() {
      items.splice(0, items.length, ...items.filter(({ messageId }) => messageId === null));
    },
  };
}
