import { byId, element, showList, timeOfDay } from './dom.js';

const events = { 'member-join': 'came in', 'member-leave': 'left', 'media-request': 'asked to see the screen' };
const nearEndPx = 80;

/** What was said. Another conversation gets a list of its own, so that nobody hears it read from the beginning. */
export function showTranscript({ id, messages }) {
  const scroller = byId('transcript');
  let list = scroller.firstElementChild;
  const isOther = list?.dataset.conversation !== id;
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
  if (isOther) {
    list = element('ol', { className: 'messages', role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages' });
    list.dataset.conversation = id;
  }
  showList(list, messages, { key: ({ id: messageId }) => messageId, create: createLine, update: () => {} });
  if (isOther) scroller.replaceChildren(list);
  if (isOther || wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
}

function createLine({ sender, body, bodyType, timestamp }) {
  const who = sender.displayName || sender.role;
  const time = element('time', { dateTime: timestamp }, timeOfDay(timestamp));
  const event = events[bodyType];
  if (event !== undefined) return element('li', { className: 'event' }, `${who} (${sender.role}) ${event} `, time);
  const line = element(
    'li',
    { className: 'said' },
    element('small', {}, element('b', {}, who), bodyType === 'notice' ? ' · notice ' : ' ', time),
    element('p', {}, body),
  );
  line.dataset.role = sender.role;
  line.dataset.type = bodyType;
  return line;
}
