import { announce } from './announcer.js';
import { byId, setText } from './dom.js';

const WORDS = {
  connecting: 'Connecting',
  open: 'Connected',
  reconnecting: 'Reconnecting, what you write is kept',
};
/** An interruption that is over sooner is not worth a word. */
const WORTH_SAYING_MS = 1_000;

/** How the shown customer’s connection stands. */
export function createConnectionView(current) {
  let said = 'open';
  let timer = 0;

  /** Reads what is so by then: it may have changed, or another customer may be shown. */
  function sayLater() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { connection } = current();
      if (connection === said || connection === 'connecting') return;
      said = connection;
      announce(connection === 'open' ? 'Connected again' : words(current()));
    }, WORTH_SAYING_MS);
  }

  return function draw() {
    const customer = current();
    const node = byId('customer-connection');
    if (node.dataset.state === customer.connection) return;
    node.dataset.state = customer.connection;
    setText(node, words(customer));
    sayLater();
  };
}

function words({ connection, refusal }) {
  return WORDS[connection] ?? `Refused: ${refusal}`;
}
