import { follow } from './api.js';

const KEPT = 2_000;

/** What happened on the way, oldest first, and who wants to know. */
export function createPathStore() {
  const events = [];
  const listeners = new Set();
  let run = null;
  let lastNumber = 0;
  let order = 0;

  function add(event) {
    order += 1;
    const ordered = { ...event, order, ms: Date.parse(event.at) };
    events.push(ordered);
    if (events.length > KEPT) events.shift();
    for (const listener of listeners) listener(ordered);
  }

  follow((last) => `/demo/path?after=${last}`, {
    run: (told) => {
      if (run !== null && run !== told.run) location.reload();
      run = told.run;
    },
    path: (event) => {
      if (event.number <= lastNumber) return;
      lastNumber = event.number;
      add(event);
    },
  });
  return {
    /** In the order in which this page heard of them, which each says as `order`. */
    events,
    /** Returns what ends it. */
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** What this page itself did. */
    note(step, facts) {
      add({ at: new Date().toISOString(), source: 'page', step, conversationId: null, messageId: null, facts });
    },
    /** The latest event that fits. */
    last: (fits) => events.findLast(fits),
    first: (fits) => events.find(fits),
  };
}
