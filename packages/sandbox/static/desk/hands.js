import { act } from './api.js';
import { byId, isUsable, setUsable } from './dom.js';
import { createTypist } from './typing.js';

/** Which actions make sense; the sandbox has the last word. */
function usableActions({ state, agents }) {
  const talking = agents.some((agent) => agent.state === 'CONNECTED');
  const ringing = agents.some((agent) => agent.state === 'ALERTING');
  const active = state === 'active';
  return {
    alert: active && !talking && !ringing,
    decline: active && ringing,
    accept: active && !talking,
    hold: active && talking,
    transfer: active && talking,
    leave: active && talking,
    end: state !== 'ended',
    talk: active && talking,
  };
}

const named = new Set(['alert', 'accept', 'transfer']);

/** The buttons and the form. `getChat` gives the chosen conversation or null; `attempt` shows what was refused. */
export function createHands({ getChat, attempt }) {
  const drafts = new Map();
  const words = byId('words');
  const buttons = [...document.querySelectorAll('[data-action]')];
  const mediaButtons = [...document.querySelectorAll('[data-media]')];
  const sayButtons = [byId('say'), byId('notice')];
  let shownId = null;
  const type = createTypist((id) => attempt(() => act(id, 'agent/type')));

  for (const button of buttons) {
    onUse(button, ({ id }) => {
      const { action } = button.dataset;
      const displayName = byId('agent-name').value.trim();
      const body = named.has(action) && displayName !== '' ? { displayName } : undefined;
      return act(id, action === 'end' ? 'end' : `agent/${action}`, body);
    });
  }
  for (const button of mediaButtons) {
    onUse(button, ({ id }) => act(id, 'agent/media-request', { types: [button.dataset.media] }));
  }
  byId('notice').addEventListener('click', () => say('notice'));
  byId('compose').addEventListener('submit', (event) => {
    event.preventDefault();
    say('standard');
  });
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say('standard');
  });
  words.addEventListener('input', () => {
    const chat = getChat();
    if (chat === null) return;
    drafts.set(chat.id, words.value);
    if (words.value.trim() !== '' && usableActions(chat).talk) type(chat.id);
  });

  function onUse(button, use) {
    button.addEventListener('click', () => {
      const chat = getChat();
      if (chat !== null && isUsable(button)) attempt(() => use(chat));
    });
  }

  async function say(bodyType) {
    const chat = getChat();
    const text = words.value;
    if (chat === null || text.trim() === '' || !isUsable(byId('say'))) return;
    words.value = '';
    drafts.delete(chat.id);
    words.focus();
    const done = await attempt(() => act(chat.id, 'agent/say', { text, bodyType }));
    // What was refused is not lost, unless something else is being written.
    if (done || drafts.has(chat.id)) return;
    drafts.set(chat.id, text);
    if (getChat()?.id === chat.id) words.value = text;
  }

  /** To be called whenever the chosen conversation, or what is known of it, has changed. */
  return function showHands(chat) {
    if (chat === null) return;
    const usable = usableActions(chat);
    for (const button of buttons) setUsable(button, usable[button.dataset.action]);
    for (const button of [...sayButtons, ...mediaButtons]) setUsable(button, usable.talk);
    words.placeholder = usable.talk ? 'Write as the agent…' : placeholderOf(chat);
    if (shownId !== chat.id) words.value = drafts.get(chat.id) ?? '';
    shownId = chat.id;
  };
}

function placeholderOf({ state }) {
  if (state === 'created') return 'Not active: the guest has opened no event stream yet';
  return state === 'ended' ? 'This chat is over' : 'Accept first, then write';
}
