import { post } from './api.js';
import { byId, element, setText, showList } from './dom.js';

const AGENTS = ['Maya Torres', 'Leo Park', 'Priya Nair'];
const TYPING_EVERY_MS = 3_000;
const ORDER = ['waiting', 'talking', 'connecting', 'ended'];

/** The desk: who waits, who talks, and the hands of the agent. */
export function createDeskView(desk, redraw) {
  const input = byId('desk-text');
  const echo = byId('desk-echo');
  let chosen = null;
  let typedAt = 0;

  const act = async (action, body) => {
    await post(`/desk/chats/${chosen}/${action}`, body);
    await desk.refresh();
  };
  const chat = () => desk.chats.find(({ id }) => id === chosen) ?? null;
  const nextAgent = () => AGENTS[(AGENTS.indexOf(chat()?.agent) + 1) % AGENTS.length];

  byId('desk-accept').addEventListener('click', async () => {
    await act('accept', { displayName: AGENTS[0] });
    input.focus();
  });
  byId('desk-transfer').addEventListener('click', () => act('transfer', { displayName: nextAgent() }));
  byId('desk-leave').addEventListener('click', () => act('leave'));
  byId('desk-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '' || chat()?.phase !== 'talking') return;
    input.value = '';
    typedAt = 0;
    void act('say', { text });
  });
  input.addEventListener('input', () => {
    if (input.value === '' || Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    void post(`/desk/chats/${chosen}/type`);
  });
  echo.addEventListener('change', async () => {
    await post('/desk/mode', { mode: echo.checked ? 'echo' : 'desk' });
    await desk.refresh();
  });

  /** The chat that is looked at stays, until it is over and somebody waits. */
  function choose() {
    const now = chat();
    const waiting = desk.chats.find(({ phase }) => phase === 'waiting');
    if (now === null || (now.phase === 'ended' && waiting !== undefined)) {
      chosen = (waiting ?? desk.chats.at(-1))?.id ?? null;
    }
  }

  function drawChats() {
    const chats = desk.chats.toSorted((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase));
    showList(byId('desk-chats'), chats, {
      key: ({ id }) => id,
      create: ({ id, displayName }) => {
        const button = element('button', { type: 'button' }, displayName, element('span', { className: 'badge' }));
        button.append(element('small', { className: 'snippet' }));
        button.addEventListener('click', () => {
          chosen = id;
          redraw();
        });
        return element('li', {}, button);
      },
      update: (item, { id, phase, messages }) => {
        const badge = item.querySelector('.badge');
        badge.dataset.phase = phase;
        setText(badge, phase);
        setText(item.querySelector('.snippet'), messages.findLast(({ body }) => body !== '')?.body ?? '');
        item.firstChild.setAttribute('aria-current', String(id === chosen));
      },
    });
  }

  return function draw() {
    choose();
    drawChats();
    const now = chat();
    const talking = now?.phase === 'talking';
    echo.checked = desk.mode === 'echo';
    setText(byId('desk-who'), titleOf(now));
    byId('desk-accept').hidden = now?.phase !== 'waiting';
    byId('desk-transfer').hidden = !talking;
    byId('desk-leave').hidden = !talking;
    if (talking) setText(byId('desk-transfer'), `Transfer to ${nextAgent().split(' ')[0]}`);
    for (const field of byId('desk-form').elements) field.disabled = !talking;
    input.placeholder = talking ? `Answer as ${now.agent}…` : 'Accept a chat to answer';
    showList(byId('desk-messages'), rowsOf(now), {
      key: ({ key }) => `${chosen} ${key}`,
      create: createRow,
      update: () => undefined,
    });
    setText(byId('desk-typing'), now !== null && desk.typing.has(now.id) ? `${now.displayName} is writing` : '');
  };
}

function titleOf(chat) {
  if (chat === null) return 'No chat yet';
  const { displayName, phase, queue, agent } = chat;
  if (phase === 'talking') return `${displayName} · with ${agent}`;
  if (phase === 'ended') return `${displayName} · ended`;
  return `${displayName} · waits in the queue ${queue}`;
}

function rowsOf(chat) {
  if (chat === null) return [{ key: 'empty', empty: 'Whoever writes on the left waits here for an agent.' }];
  return chat.messages.map(rowOf).filter((row) => row !== null);
}

function rowOf({ id, sender, body, bodyType }) {
  if (bodyType === 'notice') return { key: id, line: body };
  if (bodyType === 'standard' && body !== '')
    return { key: id, own: sender.role !== 'CUSTOMER', text: body, name: sender.displayName };
  if (sender.role === 'ACD' || sender.role === 'WORKFLOW') return null;
  if (bodyType === 'member-join') return { key: id, line: `${sender.displayName} joined` };
  if (bodyType === 'member-leave') return { key: id, line: `${sender.displayName} left` };
  return null;
}

function createRow({ own, text, name, line, empty }) {
  if (empty !== undefined) return element('li', { className: 'empty' }, empty);
  if (line !== undefined) return element('li', { className: 'line' }, line);
  const bubble = element('p', { className: 'bubble' }, text);
  return element(
    'li',
    { className: own ? 'said own of-agent' : 'said of-customer' },
    bubble,
    element('small', {}, name),
  );
}
