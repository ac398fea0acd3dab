import { saidBy } from './desk-texts.js';
import { byId, element, messageRow, setText, showList } from './dom.js';
import { createDrafts } from './drafts.js';
import { readPhoto } from './photo.js';

const MOST_BYTES = 5 * 1024 * 1024;

/** The phone that is shown. `chats` gives its chats at the desk. */
export function createPhoneView(phone, { chats, path, sandboxUrl }) {
  const input = byId('phone-text');
  const photo = byId('phone-photo');
  const drafts = createDrafts(input);
  const problem = (text) => setText(byId('phone-problem'), text ?? '');
  const namePhoto = () => setText(byId('phone-photo-name'), photo.files[0]?.name ?? 'Photo');

  byId('phone-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const [file] = photo.files;
    if (file?.size > MOST_BYTES) return problem('A message holds 5 MB at most.');
    const body = drafts.take();
    input.focus();
    if (body === '' && file === undefined) return undefined;
    const { id } = phone.person;
    photo.value = '';
    namePhoto();
    const refused = await phone.text(body, file === undefined ? null : await readPhoto(file));
    if (refused !== null) drafts.giveBack(id, body);
    return problem(refused);
  });
  photo.addEventListener('change', namePhoto);
  for (const [id, word] of [
    ['phone-stop', 'STOP'],
    ['phone-start', 'START'],
  ])
    byId(id).addEventListener('click', async () => problem(await phone.text(word)));

  return function draw() {
    const { person, number, messages } = phone;
    drafts.show(person.id);
    setText(byId('phone-numbers'), number === '' ? '' : `${spaced(person.id)} to ${spaced(number)}`);
    byId('phone-elsewhere').href = `${sandboxUrl}/_sandbox/phone#${person.id}`;
    input.placeholder = `Text as ${person.name}…`;
    showList(byId('phone-messages'), rowsOf(messages, { chats: chats(), path, person }), {
      key: ({ key }) => `${person.id} ${key}`,
      create: createRow,
      update: updateRow,
    });
  };
}

function rowsOf(messages, { chats, path, person }) {
  if (messages.length === 0)
    return [{ key: 'empty', empty: `Text something as ${person.name}. Twilio’s sandbox posts it to the real bridge.` }];
  const atDesk = saidBy('CUSTOMER', chats).map(({ body }) => body);
  return messages.map((message) => {
    const isOwn = message.direction === 'out';
    const state = isOwn ? ownState(message, { atDesk, path }) : incomingState(message);
    const name = isOwn ? person.name : message.number;
    return { key: message.sid, isOwn, name, text: message.body, media: message.media, ...state };
  });
}

/** `atDesk` is what the agents have and no earlier message stands for. They come in order. */
function ownState({ sid, body }, { atDesk, path }) {
  const at = atDesk.findIndex((text) => text === body || (body !== '' && text.startsWith(body)) || isMedia(text, body));
  if (at >= 0) {
    atDesk.splice(0, at + 1);
    return { state: 'arrived', label: 'With the agent' };
  }
  const posted = path.last(({ step, facts }) => step === 'wire.webhook' && facts.messageSid === sid);
  if (posted === undefined) return { state: 'sending', label: 'Being sent' };
  if (posted.facts.status >= 200 && posted.facts.status < 300) return { state: 'accepted', label: 'Accepted' };
  return { state: 'retrying', label: 'The bridge did not answer Twilio; it fetches this when it is back' };
}

function isMedia(text, body) {
  return body === '' && text.includes('/media/');
}

function incomingState({ status, errorCode, arrivedAt, numSegments }) {
  if (errorCode !== null) return { state: 'failed', label: `Not on the phone: ${status}, ${errorCode}` };
  const parts = numSegments > 1 ? ` · ${numSegments} segments` : '';
  return arrivedAt === null ? { state: 'sending', label: status } : { state: 'arrived', label: `${status}${parts}` };
}

function createRow({ isOwn, text, name, media, empty }) {
  if (empty !== undefined) return element('li', { className: 'empty' }, empty);
  const row = messageRow({ text, name, className: isOwn ? 'said own of-customer' : 'said of-agent' });
  for (const { url } of media)
    row.prepend(element('img', { src: `/demo/phone/media/${url.split('/').at(-1)}`, alt: 'Photo' }));
  return row;
}

function updateRow(row, { state, label }) {
  if (state === undefined) return;
  row.dataset.state = state;
  setText(row.querySelector('small'), label);
}

/** A number of North America as people write it. */
function spaced(number) {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');
}
