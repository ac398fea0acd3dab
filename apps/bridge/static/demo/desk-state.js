import { get } from './api.js';

const TYPING_MS = 5_000;

/**
 * The agents’ desk, read anew whenever the wire says that something happened. `onNews` hears what customers did since the
 * page was opened, in words.
 */
export function createDesk(path, { changed, onNews }) {
  const desk = { mode: 'desk', chats: [], typing: new Set(), refresh };
  const known = new Set();
  let isRead = false;
  let isReading = false;
  let isStale = false;

  async function refresh() {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale) {
      isStale = false;
      try {
        const { mode, items } = await get('/desk');
        desk.mode = mode;
        desk.chats = items.map((item) => ({ ...item, phase: phaseOf(item), agent: agentOf(item) }));
        tellNews();
        changed();
      } catch {
        // The next event reads it again.
      }
    }
    isReading = false;
  }

  function tellNews() {
    for (const { id, displayName, messages } of desk.chats) {
      const isNew = !known.has(id);
      known.add(id);
      if (isNew && isRead) onNews(`At the desk: a chat with ${displayName}`);
      for (const message of messages) {
        if (known.has(message.id)) continue;
        known.add(message.id);
        if (isRead && isCustomers(message)) onNews(`At the desk, ${displayName} says: ${message.body}`);
      }
    }
    isRead = true;
  }

  path.onEvent(({ source, step, at, conversationId, facts }) => {
    if (source !== 'genesys') return;
    void refresh();
    if (step !== 'wire.rest' || Date.now() - Date.parse(at) > TYPING_MS) return;
    if (facts.path.endsWith('/typing')) showTyping(conversationId);
    else if (facts.method === 'POST') desk.typing.delete(conversationId);
  });

  function showTyping(id) {
    desk.typing.add(id);
    changed();
    setTimeout(() => {
      desk.typing.delete(id);
      changed();
    }, TYPING_MS);
  }

  void refresh();
  return desk;
}

function isCustomers({ sender, bodyType, body }) {
  return sender.role === 'CUSTOMER' && bodyType === 'standard' && body !== '';
}

/** Who talks, or at whom it rings. */
function agentOf({ agents }) {
  const inState = (wanted) => agents.findLast(({ state }) => state === wanted)?.displayName;
  return inState('CONNECTED') ?? inState('ALERTING') ?? null;
}

function phaseOf({ state, agents }) {
  if (state === 'ended') return 'ended';
  if (state === 'created') return 'connecting';
  if (agents.some((agent) => agent.state === 'CONNECTED')) return 'talking';
  return agents.some((agent) => agent.state === 'ALERTING') ? 'ringing' : 'waiting';
}
