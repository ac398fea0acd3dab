import {
  addFault,
  clearFaults,
  listFaults,
  listMessages,
  listNumbers,
  listPhones,
  listTrouble,
  sendText,
  watchEvents,
} from './api.js';
import { byId, element, setText } from './dom.js';
import { readFiles } from './files.js';
import { createRefresher } from './refresher.js';
import { showFaults, showPhones, showTrouble } from './side-view.js';
import { showThread } from './thread-view.js';

const firstOwn = '+12025550199';
const e164 = /^\+[1-9]\d{6,14}$/;

let own = e164.test(address()) ? address() : firstOwn;
let files = [];
const words = byId('words');

const refresh = createRefresher(async () => {
  try {
    const wanted = own;
    const [phones, messages, faults, trouble] = await Promise.all([
      listPhones(),
      listMessages(wanted),
      listFaults(),
      listTrouble(),
    ]);
    if (wanted !== own) return refresh();
    draw({ phones, messages, faults, trouble });
  } catch {
    // It is tried again with the next event.
  }
});

function draw({ phones, messages, faults, trouble }) {
  const number = byId('number').value;
  const thread = messages.filter((message) => message.number === number || message.number === null);
  showThread(`${own} ${number}`, thread);
  showPhones(phones, { own, select });
  showFaults(faults);
  showTrouble(trouble);
  const isOut = (phones.find(({ phone }) => phone === own)?.optedOutOf.length ?? 0) > 0;
  setText(byId('state'), isOut ? 'opted out' : 'gets messages');
  byId('state').dataset.tone = isOut ? 'alerting' : 'active';
}

function select(phone) {
  own = phone;
  byId('own').value = phone;
  history.replaceState(null, '', `#${phone}`);
  refresh();
}

async function showNumbers() {
  const select = byId('number');
  const chosen = select.value;
  const numbers = await listNumbers();
  select.replaceChildren(...numbers.map(({ phoneNumber }) => element('option', { value: phoneNumber }, phoneNumber)));
  if (numbers.some(({ phoneNumber }) => phoneNumber === chosen)) select.value = chosen;
}

/** Runs what somebody asked for; false when it was refused, which is then shown. */
async function attempt(run) {
  try {
    await run();
    setText(byId('problem'), '');
    return true;
  } catch (error) {
    setText(byId('problem'), error.message);
    return false;
  } finally {
    refresh();
  }
}

async function send(body) {
  return attempt(async () => {
    const media = await readFiles(files);
    await sendText(own, { to: byId('number').value, body, media });
  });
}

async function sendWritten() {
  const body = words.value;
  if (body.trim() === '' && files.length === 0) return;
  words.value = '';
  words.focus();
  const done = await send(body);
  if (done) takeFiles([]);
  // What was refused is not lost, unless something else is being written.
  else if (words.value === '') words.value = body;
}

function takeFiles(chosen) {
  files = chosen;
  byId('file').value = '';
  const names = files.map(({ name }) => name).join(', ');
  setText(byId('words-hint'), names === '' ? 'Enter sends, Shift+Enter breaks the line.' : `With it goes: ${names}`);
}

function onEvent({ kind, phone, text }) {
  if (kind === 'rest') return;
  if (kind === 'arrived' && phone === own) setText(byId('announcer'), `New message: ${text}`);
  refresh();
}

function showFeed(text, state) {
  setText(byId('feed'), text);
  byId('feed').dataset.state = state;
}

function address() {
  return decodeURIComponent(location.hash.slice(1));
}

byId('compose').addEventListener('submit', (event) => {
  event.preventDefault();
  sendWritten();
});
words.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWritten();
});
for (const button of document.querySelectorAll('[data-word]')) {
  button.addEventListener('click', () =>
    attempt(() => sendText(own, { to: byId('number').value, body: button.dataset.word })),
  );
}
for (const button of document.querySelectorAll('[data-effect]')) {
  const { effect, code } = button.dataset;
  button.addEventListener('click', () =>
    attempt(() => addFault({ operation: 'delivery', effect, code: Number(code), phone: own })),
  );
}
for (const button of document.querySelectorAll('[data-refuse]')) {
  const { code } = button.dataset;
  button.addEventListener('click', () =>
    attempt(() => addFault({ operation: 'create', effect: 'error', code: Number(code), phone: own })),
  );
}
byId('clear').addEventListener('click', () => attempt(clearFaults));
byId('attach').addEventListener('click', () => byId('file').click());
byId('file').addEventListener('change', ({ target }) => takeFiles([...target.files]));
byId('number').addEventListener('change', refresh);
byId('own').addEventListener('change', ({ target }) => {
  const phone = target.value.replace(/[\s().-]/g, '');
  if (e164.test(phone)) return select(phone);
  setText(byId('problem'), `${target.value} is no number with its country's code, e.g. ${firstOwn}`);
  target.value = own;
});
addEventListener('hashchange', () => {
  if (e164.test(address())) select(address());
});
watchEvents({
  onEvent,
  async onUp() {
    showFeed('Live', 'up');
    await attempt(showNumbers);
  },
  onDown: () => showFeed('Reconnecting', 'down'),
});
byId('own').value = own;
takeFiles([]);
