import { post } from './api.js';
import { byId, element, setText, setUsable, showList } from './dom.js';
import { createDrafts } from './drafts.js';
import { createMenu } from './menu.js';

const AGENTS = ['Maya Torres', 'Leo Park', 'Priya Nair'];
const TYPING_EVERY_MS = 3_000;
/** In which phases of a chat a button is there. */
const SHOWN_IN = {
  ring: ['waiting'],
  accept: ['waiting', 'ringing'],
  decline: ['ringing'],
  hold: ['talking'],
  screen: ['talking'],
  transfer: ['talking'],
  leave: ['talking'],
};

/** The hands of the agent. `chosen` gives the chat that is looked at or null; `onProblem` hears what was refused. */
export function createDeskHands({ chosen, refresh, onProblem }) {
  const form = byId('desk-form');
  const input = byId('desk-text');
  const drafts = createDrafts(input);
  const buttons = new Map(Object.keys(SHOWN_IN).map((name) => [name, byId(`desk-${name}`)]));
  const bar = byId('desk-actions');
  let typedAt = 0;

  async function act(chat, action, body) {
    const { status, answer } = await post(`/desk/chats/${chat.id}/${action}`, body);
    const isDone = status >= 200 && status < 300;
    onProblem(isDone ? '' : (answer?.error ?? 'The desk does not answer.'));
    await refresh();
    return isDone;
  }

  const onClick = (name, run) =>
    buttons.get(name).addEventListener('click', () => {
      const chat = chosen();
      if (chat !== null) void run(chat);
    });
  onClick('ring', (chat) => act(chat, 'alert', { displayName: nextOf(chat) }));
  onClick('accept', async (chat) => {
    await act(chat, 'accept', chat.phase === 'ringing' ? {} : { displayName: nextOf(chat) });
    input.focus();
  });
  onClick('decline', (chat) => act(chat, 'decline'));
  onClick('hold', (chat) => act(chat, 'hold'));
  onClick('screen', (chat) => act(chat, 'media-request', { types: ['SCREENSHARE'] }));
  onClick('leave', (chat) => act(chat, 'leave'));
  createMenu(buttons.get('transfer'), byId('desk-colleagues'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const chat = chosen();
    if (chat?.phase !== 'talking') return;
    const text = drafts.take();
    typedAt = 0;
    input.focus();
    if (text !== '' && !(await act(chat, 'say', { text }))) drafts.giveBack(chat.id, text);
  });
  input.addEventListener('input', () => {
    const chat = chosen();
    if (input.value.trim() === '' || chat?.phase !== 'talking' || Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    void post(`/desk/chats/${chat.id}/type`);
  });

  function drawColleagues(chat) {
    showList(byId('desk-colleagues'), chat === null ? [] : AGENTS.filter((name) => name !== chat.agent), {
      key: (name) => name,
      create: (displayName) => {
        const button = element('button', { type: 'button' }, displayName);
        button.addEventListener('click', () => void act(chosen(), 'transfer', { displayName }));
        return element('li', {}, button);
      },
      update: () => undefined,
    });
  }

  return function draw() {
    const chat = chosen();
    const hadFocus = bar.contains(document.activeElement);
    for (const [name, button] of buttons) button.hidden = !SHOWN_IN[name].includes(chat?.phase);
    // A button that goes does not take the focus with it.
    if (hadFocus && !bar.contains(visible(document.activeElement)))
      (
        [...buttons.values()].find(({ hidden }) => !hidden) ??
        document.querySelector('#desk-chats [aria-current="true"]')
      )?.focus();
    if (chat?.phase === 'waiting') setText(buttons.get('ring'), `Ring at ${firstName(nextOf(chat))}`);
    drawColleagues(chat);
    drafts.show(chat?.id ?? null);
    const isTalking = chat?.phase === 'talking';
    input.readOnly = !isTalking;
    setUsable(form.querySelector('button'), isTalking);
    input.placeholder = isTalking ? `Answer as ${chat.agent}…` : placeholderOf(chat);
  };
}

function visible(node) {
  return node === null || node.closest('[hidden]') !== null ? null : node;
}

/** Whose turn it is: whoever had it last is asked again last. */
function nextOf({ agents }) {
  return AGENTS[(AGENTS.indexOf(agents.at(-1)?.displayName) + 1) % AGENTS.length];
}

function firstName(name) {
  return name.split(' ')[0];
}

function placeholderOf(chat) {
  if (chat === null) return 'No chat to answer yet';
  return chat.phase === 'ended' ? 'This chat is over' : 'Accept the chat to answer';
}
