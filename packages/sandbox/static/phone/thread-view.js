import { byId, element, setText, showList, timeOfDay } from './dom.js';

const nearEndPx = 80;
const waiting = new Set(['accepted', 'queued', 'scheduled', 'sending']);

/** What a phone and a number have written to each other. Another pair gets a list of its own. */
export function showThread(key, messages) {
  const scroller = byId('thread');
  let list = scroller.querySelector('ol');
  const isOther = list?.dataset.thread !== key;
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
  if (isOther) {
    list = element('ol', { className: 'messages', role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages' });
    list.dataset.thread = key;
  }
  const before = list.childElementCount;
  showList(list, messages, { key: ({ sid }) => sid, create: createLine, update: updateLine });
  if (isOther) scroller.replaceChildren(list);
  if (messages.length === 0) scroller.append(element('p', { className: 'empty' }, 'Write the first message below.'));
  else scroller.querySelector('.empty')?.remove();
  if (isOther || (wasAtEnd && list.childElementCount > before)) scroller.scrollTop = scroller.scrollHeight;
}

function createLine({ direction, body }) {
  const line = element('li', { className: 'said' }, element('div'), element('p', {}, body), element('small'));
  line.dataset.way = direction;
  return line;
}

function updateLine(line, message) {
  const { direction, status, errorCode, createdAt, arrivedAt, body, numSegments } = message;
  const [media, text, how] = line.children;
  line.dataset.arrived = String(direction === 'out' || arrivedAt !== null);
  line.dataset.trouble = String(errorCode !== null);
  setText(text, body);
  text.hidden = body === '';
  showList(media, message.media, { key: ({ url }) => url, create: createMedia, update: () => {} });
  const parts = numSegments > 1 ? ` · ${numSegments} segments` : '';
  setText(how, `${timeOfDay(arrivedAt ?? createdAt)} · ${wordsFor({ direction, status, errorCode })}${parts}`);
}

function wordsFor({ direction, status, errorCode }) {
  if (direction === 'out') return 'sent';
  if (errorCode !== null) return `${status} (${errorCode}), not on this phone`;
  return waiting.has(status) ? `${status}, not here yet` : status;
}

function createMedia({ url, contentType }) {
  if (contentType.startsWith('image/')) return element('img', { src: url, alt: `Picture (${contentType})` });
  return element('a', { href: url, target: '_blank', rel: 'noreferrer' }, `File (${contentType})`);
}
