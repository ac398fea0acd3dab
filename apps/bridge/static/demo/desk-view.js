import { post } from './api.js';
import { createDeskHands } from './desk-hands.js';
import { byId, element, messageRow, setText, showList } from './dom.js';

const ORDER = ['ringing', 'waiting', 'talking', 'connecting', 'ended'];

/** The desk: who waits, who talks, what was said. */
export function createDeskView(desk, { sandboxUrl, redraw }) {
  const echo = byId('desk-echo');
  let chosen = null;
  const chat = () => desk.chats.find(({ id }) => id === chosen) ?? null;
  const drawHands = createDeskHands({
    chosen: chat,
    refresh: desk.refresh,
    onProblem: (text) => setText(byId('desk-problem'), text),
  });
  echo.addEventListener('change', async () => {
    await post('/desk/mode', { mode: echo.checked ? 'echo' : 'desk' });
    await desk.refresh();
  });

  /** The chat that is looked at stays, until it is over and somebody waits. */
  function choose() {
    const now = chat();
    const waiting = desk.chats.find(({ phase }) => phase === 'waiting' || phase === 'ringing');
    if (now === null || (now.phase === 'ended' && waiting !== undefined)) {
      chosen = (waiting ?? desk.chats.at(-1))?.id ?? null;
    }
  }

  function drawChats() {
    const chats = desk.chats.toSorted((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase));
    showList(byId('desk-chats'), chats, {
      key: ({ id }) => id,
      create: ({ id, displayName }) => {
        const badge = element('span', { className: 'badge' });
        const snippet = element('small', { className: 'snippet' });
        const button = element('button', { type: 'button' }, element('b', {}, displayName), ' ', badge, ' ', snippet);
        button.addEventListener('click', () => {
          chosen = id;
          setText(byId('desk-problem'), '');
          redraw();
        });
        return element('li', {}, button);
      },
      update: (item, { id, phase, messages }) => {
        const badge = item.querySelector('.badge');
        badge.dataset.phase = phase;
        setText(badge, phase);
        setText(item.querySelector('.snippet'), messages.findLast(isSaid)?.body ?? '');
        item.firstChild.setAttribute('aria-current', String(id === chosen));
      },
    });
  }

  return function draw() {
    choose();
    drawChats();
    drawHands();
    const now = chat();
    echo.checked = desk.mode === 'echo';
    byId('desk-elsewhere').href = `${sandboxUrl}/_sandbox/desk${now === null ? '' : `#${now.id}`}`;
    setText(byId('desk-who'), titleOf(now));
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
  if (phase === 'ringing') return `${displayName} · rings at ${agent}`;
  if (phase === 'ended') return `${displayName} · ended`;
  return `${displayName} · waits in the queue ${queue}`;
}

function rowsOf(chat) {
  if (chat === null) return [{ key: 'empty', empty: 'Whoever writes as the customer waits here for an agent.' }];
  return chat.messages.map(rowOf).filter((row) => row !== null);
}

function isSaid({ bodyType, body }) {
  return bodyType === 'standard' && body !== '';
}

function rowOf(message) {
  const { id, sender, body, bodyType } = message;
  if (bodyType === 'notice') return { key: id, line: body };
  if (isSaid(message)) return { key: id, isOwn: sender.role !== 'CUSTOMER', text: body, name: sender.displayName };
  if (sender.role === 'ACD' || sender.role === 'WORKFLOW') return null;
  if (bodyType === 'member-join') return { key: id, line: `${sender.displayName} joined` };
  if (bodyType === 'member-leave') return { key: id, line: `${sender.displayName} left` };
  if (bodyType === 'media-request') return { key: id, line: `${sender.displayName} asked for the screen` };
  return null;
}

function createRow({ isOwn, text, name, line, empty }) {
  if (empty !== undefined) return element('li', { className: 'empty' }, empty);
  if (line !== undefined) return element('li', { className: 'line' }, line);
  return messageRow({ text, name, className: isOwn ? 'said own of-agent' : 'said of-customer' });
}
