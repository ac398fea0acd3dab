import { saidBy } from './desk-texts.js';
import { stationsBack, stationsOut } from './stations.js';

/** The lanes of a customer on the website. */
export function websiteLanes(customer, desk, path) {
  const chats = desk.chats.filter((chat) => isOf(chat, customer));
  const mine = new Set(chats.map(({ id }) => id));
  const message = latestOwn(customer);
  const answer = latestAnswer(customer, chats);
  return {
    out: { key: message?.key, stations: stationsOut(message, path, (id) => mine.has(id)) },
    back: { key: answer?.key, stations: stationsBack(answer, path) },
    tally: tallyOf(customer, chats),
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
  const said = saidBy('AGENT', chats);
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

function tallyOf({ persona, outbox, entries }, chats) {
  const said = new Set([
    ...outbox.items.map(({ key, messageId }) => messageId ?? key),
    ...idsOf(entries.filter(isOwn)),
  ]);
  const arrived = new Set(idsOf(entries.filter(isAnswer))).size;
  return [
    [`${persona.name} said`, said.size, 'the agent has', saidBy('CUSTOMER', chats).length],
    ['Agents said', saidBy('AGENT', chats).length, `${persona.name} has`, arrived],
  ];
}

function idsOf(entries) {
  return entries.map(({ data }) => data.message.id);
}
