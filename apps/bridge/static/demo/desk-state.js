import { get } from './api.js';

const TYPING_MS = 5_000;

/** The agents' desk, read anew whenever the wire says that something happened. */
export function createDesk(path, changed) {
  const desk = { mode: 'desk', chats: [], typing: new Set(), refresh };
  let reading = false;
  let stale = false;

  async function refresh() {
    stale = true;
    if (reading) return;
    reading = true;
    while (stale) {
      stale = false;
      try {
        const { mode, items } = await get('/desk');
        desk.mode = mode;
        desk.chats = items.map((item) => ({ ...item, phase: phaseOf(item), agent: agentOf(item) }));
        changed();
      } catch {
        // The next event reads it again.
      }
    }
    reading = false;
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

function agentOf({ agents }) {
  return agents.find(({ state }) => state === 'CONNECTED')?.displayName ?? null;
}

function phaseOf(chat) {
  if (chat.state === 'ended') return 'ended';
  if (chat.state === 'created') return 'connecting';
  return agentOf(chat) === null ? 'waiting' : 'talking';
}
