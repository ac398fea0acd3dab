import { byId, element, setText } from './dom.js';
import { stationsBack, stationsOut } from './stations.js';

/** The two lanes and the count of what was said and what arrived. */
export function createPathView(current, desk, path) {
  const out = lane(byId('lane-out'));
  const back = lane(byId('lane-back'));
  const tally = byId('tally');

  return function draw() {
    const customer = current();
    const mine = new Set(desk.chats.filter((chat) => isOf(chat, customer)).map(({ id }) => id));
    const chats = desk.chats.filter(({ id }) => mine.has(id));
    const message = latestOwn(customer);
    const lit = stationsOut(message, path, (id) => mine.has(id));
    out(lit, message?.key);
    const answer = latestAnswer(customer, chats);
    back(stationsBack(answer, path), answer?.key);
    drawTally(tally, customer, chats);
  };
}

function isOf(chat, { persona }) {
  return chat.customFields.customer === persona.id;
}

function isAnswer({ type, data }) {
  return type === 'message.created' && (data.message.author.kind === 'agent' || data.message.author.kind === 'bot');
}

function isOwn({ type, data }) {
  return type === 'message.created' && data.message.author.kind === 'customer';
}

/** What was written last here, else what was written last before the page was opened. */
function latestOwn({ outbox, entries, conversationId }) {
  const item = outbox.items.at(-1);
  if (item !== undefined) return { ...item, conversationId, key: item.key };
  const entry = entries.findLast(isOwn);
  if (entry === undefined) return null;
  const { id } = entry.data.message;
  return { clientId: null, messageId: id, enteredAt: null, conversationId, key: id };
}

/** The latest answer: known from the desk before the bridge has heard it. They come in order, so counting is enough. */
function latestAnswer({ entries, conversationId }, chats) {
  const heard = entries.filter(isAnswer);
  const said = chats.flatMap(textsOf).filter(({ sender }) => sender.role === 'AGENT');
  const key = Math.max(said.length, heard.length);
  const waiting = said[heard.length];
  if (waiting !== undefined) {
    return { messageId: null, saidAt: Date.parse(waiting.timestamp), heardAt: null, conversationId, key };
  }
  const entry = heard.at(-1);
  if (entry === undefined) return null;
  const { id, sentAt } = entry.data.message;
  const heardAt = entry.replayed ? null : entry.heardAt;
  return { messageId: id, saidAt: Date.parse(sentAt), heardAt, conversationId: entry.data.conversationId, key };
}

function textsOf({ messages }) {
  return messages.filter(({ bodyType, body }) => bodyType === 'standard' && body !== '');
}

/** Draws stations into a list; another message begins without the lights of the one before. */
function lane(list) {
  let shown = null;
  return (stations, key) => {
    if (list.children.length !== stations.length || shown !== key) {
      list.replaceChildren(...stations.map((_station, order) => createStation(order)));
      shown = key;
      // The lights go on one after the other only if the browser has drawn them off.
      list.getBoundingClientRect();
    }
    stations.forEach(({ name, state, note }, order) => {
      const node = list.children[order];
      node.dataset.state = state;
      setText(node.querySelector('b'), name);
      setText(node.querySelector('small'), note);
    });
  };
}

function createStation(order) {
  const dot = element('span', { className: 'dot', 'aria-hidden': 'true' });
  const node = element('li', { className: 'station', data: { state: 'ahead' } }, dot, element('b'), element('small'));
  node.style.setProperty('--order', String(order));
  return node;
}

function drawTally(list, customer, chats) {
  const { outbox, entries } = customer;
  const said = new Set([
    ...outbox.items.map(({ key, messageId }) => messageId ?? key),
    ...idsOf(entries.filter(isOwn)),
  ]);
  const texts = chats.flatMap(textsOf);
  const atDesk = texts.filter(({ sender }) => sender.role === 'CUSTOMER').length;
  const answered = texts.filter(({ sender }) => sender.role === 'AGENT').length;
  const arrived = new Set(idsOf(entries.filter(isAnswer))).size;
  const rows = [
    [`${customer.persona.name} said`, said.size, 'the agent has', atDesk],
    ['Agents said', answered, `${customer.persona.name} has`, arrived],
  ];
  if (list.children.length === 0) list.append(...rows.map(() => element('div', {}, element('dt'), element('dd'))));
  rows.forEach(([who, from, whom, to], index) => {
    const row = list.children[index];
    row.className = from > 0 && from === to ? 'whole' : '';
    setText(row.firstChild, `${who} ${from}, ${whom}`);
    setText(row.lastChild, String(to));
  });
}

function idsOf(entries) {
  return entries.map(({ data }) => data.message.id);
}
