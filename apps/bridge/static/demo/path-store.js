import { follow } from './api.js';

const KEPT = 2_000;

/** What happened on the way, oldest first, and who wants to know. */
export function createPathStore() {
  const events = [];
  const listeners = new Set();
  let run = null;
  follow((last) => `/demo/path?after=${last}`, {
    run: (told) => {
      if (run !== null && run !== told.run) location.reload();
      run = told.run;
    },
    path: (event) => {
      if (events.length > 0 && event.number <= events.at(-1).number) return;
      events.push({ ...event, ms: Date.parse(event.at) });
      if (events.length > KEPT) events.shift();
      for (const listener of listeners) listener(event);
    },
  });
  return {
    events,
    onEvent: (listener) => void listeners.add(listener),
    /** The latest event that fits. */
    last: (fits) => events.findLast(fits),
    first: (fits) => events.find(fits),
  };
}
