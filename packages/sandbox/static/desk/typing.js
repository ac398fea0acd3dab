import { byId, setText } from './dom.js';

/** Typing is sent this often at most, and shown for a little longer (docs/guest-chat.md §2.3). */
const sendEveryMs = 3_000;
const shownForMs = 4_000;

/** Sends typing while somebody writes; `send` gets the conversation's id. */
export function createTypist(send) {
  const sentAt = new Map();
  return (id) => {
    const now = performance.now();
    if (now - (sentAt.get(id) ?? Number.NEGATIVE_INFINITY) < sendEveryMs) return;
    sentAt.set(id, now);
    send(id);
  };
}

/** Shows that the guest types, until it is over. */
export function createGuestTyping() {
  let timer;
  const clear = () => {
    clearTimeout(timer);
    setText(byId('typing'), '');
  };
  return {
    show(name) {
      clear();
      setText(byId('typing'), `${name || 'The guest'} is typing`);
      timer = setTimeout(clear, shownForMs);
    },
    clear,
  };
}
