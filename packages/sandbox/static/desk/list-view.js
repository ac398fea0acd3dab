import { byId, element, setText, showList } from './dom.js';

const stateWords = { created: 'not active', active: 'active', ended: 'ended' };
/** More than anybody looks through. */
const mostShown = 200;

/** The conversations, newest first. `unread` counts by id what the guest said since one was last looked at. */
export function showConversations(all, { selectedId, unread, showEnded, select }) {
  const shown = all.filter(({ id, state }) => showEnded || state !== 'ended' || id === selectedId);
  setText(byId('count'), String(shown.length));
  byId('no-conversations').hidden = shown.length > 0;
  showList(byId('conversations'), shown.slice(-mostShown).reverse(), {
    key: ({ id }) => id,
    create: ({ id }) => createEntry(() => select(id)),
    update: (node, item) => updateEntry(node.firstChild, item, { selectedId, unread: unread.get(item.id) ?? 0 }),
  });
}

function createEntry(choose) {
  const button = element(
    'button',
    { type: 'button', className: 'entry' },
    element('b'),
    element('span', { className: 'new' }),
    element('small', { className: 'who' }),
    element('small', { className: 'how' }),
  );
  button.addEventListener('click', choose);
  return element('li', {}, button);
}

function updateEntry(button, { id, displayName, queue, state, sockets, agents }, { selectedId, unread }) {
  const [name, fresh, who, how] = button.children;
  button.setAttribute('aria-current', String(id === selectedId));
  button.dataset.state = state;
  button.dataset.listens = String(sockets > 0);
  setText(name, displayName || 'No name');
  setText(fresh, unread === 0 ? '' : `${unread} new`);
  setText(who, `${queue} · ${withWhom(agents)}`);
  setText(
    how,
    state === 'ended' ? stateWords.ended : `${stateWords[state]}, ${sockets > 0 ? 'listening' : 'no socket'}`,
  );
}

function withWhom(agents) {
  const talking = agents.find(({ state }) => state === 'CONNECTED');
  if (talking) return talking.displayName || 'an agent without a name';
  return agents.some(({ state }) => state === 'ALERTING') ? 'ringing' : 'no agent';
}
