import { eventLine } from './event-words.js';

/**
 * What the customer’s chat shows, from top to bottom. A row is a `line`, a `divider`, the words for an `empty` chat, or
 * somebody’s message.
 */
export function customerRows({ persona, entries, outbox }) {
  const failures = new Map(entries.filter(isFailure).map(({ data }) => [data.message.id, data.failure]));
  const messages = new Set(entries.filter(isMessage).map(({ data }) => data.message.id));
  const told = new Set();
  const rows = [];
  let conversationId = null;
  for (const entry of entries) {
    const { message } = entry.data;
    if (isFailure(entry) && messages.has(message.id)) continue;
    if (conversationId !== null && conversationId !== entry.data.conversationId)
      rows.push({ key: `new ${entry.number}`, divider: 'A new conversation' });
    conversationId = entry.data.conversationId;
    const line = eventLine(entry);
    if (line !== null) {
      rows.push({ key: entry.number, line });
      continue;
    }
    const isOwn = message.author.kind === 'customer';
    const item = isOwn ? outbox.items.find(({ messageId }) => messageId === message.id) : undefined;
    told.add(item);
    const name = isOwn ? persona.name : (message.author.name ?? 'Agent');
    const failure = failures.get(message.id) ?? null;
    // The same element before and after the bridge told of it.
    rows.push({ key: item?.key ?? entry.number, isOwn, message, item, text: message.text, name, failure });
  }
  for (const item of outbox.items) {
    if (told.has(item)) continue;
    rows.push({ key: item.key, isOwn: true, message: null, item, text: item.text, name: persona.name, failure: null });
  }
  if (rows.length > 0) return rows;
  return [{ key: 'empty', empty: `Say something as ${persona.name}. It goes to the real bridge and on to an agent.` }];
}

function isFailure({ type }) {
  return type === 'message.failed';
}

function isMessage({ type }) {
  return type === 'message.created';
}
