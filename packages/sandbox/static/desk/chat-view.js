import { byId, element, setText, showList } from './dom.js';
import { showTranscript } from './transcript-view.js';

const stateWords = { created: 'not active yet', active: 'active', ended: 'ended' };
const mediaWords = { COBROWSE: 'co-browse', SCREENSHARE: 'screen share' };

/** Everything about one conversation; null: none is chosen. */
export function showChat(chat) {
  byId('chat').hidden = chat === null;
  byId('nothing').hidden = chat !== null;
  if (chat === null) return;
  setText(byId('guest'), chat.displayName || 'No name');
  showBadge(byId('state'), stateWords[chat.state], chat.state);
  showBadge(byId('sockets'), socketWords(chat), chat.sockets > 0 ? 'active' : 'created');
  setText(byId('origin'), `${chat.queue} · answered by ${chat.agentMode} · ${chat.id}`);
  showTranscript(chat);
  showMembers(chat.members);
  showMedia(chat.mediaRequests ?? []);
  showFields(Object.entries(chat.customFields));
}

function socketWords({ sockets }) {
  if (sockets === 0) return 'no socket attached';
  return sockets === 1 ? 'socket attached' : `${sockets} sockets attached`;
}

function showBadge(node, text, tone) {
  setText(node, text);
  node.dataset.tone = tone;
}

function showMembers(members) {
  showList(byId('members'), members, {
    key: ({ id }) => id,
    create: ({ id }) => element('li', { title: id }, element('b'), element('small'), element('span')),
    update: (node, { role, displayName, state }) => {
      const [name, roleNode, stateNode] = node.children;
      setText(name, displayName || 'No name');
      setText(roleNode, role);
      showBadge(stateNode, state ?? 'not yet in', state === 'CONNECTED' ? 'active' : (state ?? 'none').toLowerCase());
      stateNode.className = 'badge';
    },
  });
}

function showMedia(requests) {
  showList(byId('media'), requests, {
    key: ({ id }) => id,
    create: () => element('li', {}, element('b'), element('span', { className: 'badge' })),
    update: (node, { types, state }) => {
      setText(node.firstChild, types.map((type) => mediaWords[type] ?? type).join(', '));
      showBadge(node.lastChild, state, state === 'ACCEPTED' ? 'active' : state === 'PENDING' ? 'alerting' : 'ended');
    },
  });
}

function showFields(fields) {
  showList(byId('fields'), fields, {
    key: ([name]) => name,
    create: () => element('div', {}, element('dt'), element('dd')),
    update: (node, [name, value]) => {
      setText(node.firstChild, name);
      setText(node.lastChild, value);
    },
  });
}
