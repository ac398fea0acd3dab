import { listConversations, readConversation, readMode, setMode, watchEvents } from './api.js';
import { showChat } from './chat-view.js';
import { byId, setText } from './dom.js';
import { createHands } from './hands.js';
import { showConversations } from './list-view.js';
import { createRefresher } from './refresher.js';
import { createGuestTyping } from './typing.js';

/** What no event tells: media requests that time out, a machine that slept. */
const pollMs = 10_000;

let conversations = [];
let selectedId = null;
let chat = null;
let chatLoads = 0;
const unread = new Map();
const guestTyping = createGuestTyping();
const showHands = createHands({ getChat: () => chat, attempt });

const refreshList = createRefresher(async () => {
  const items = await loaded(listConversations);
  if (items === undefined) return;
  conversations = items;
  drawList();
});

const refreshChat = createRefresher(loadChat);

async function loadChat() {
  chatLoads += 1;
  const load = chatLoads;
  const id = selectedId;
  const found = id === null ? null : await loaded(() => readConversation(id));
  // Answers may overtake each other.
  if (found === undefined || load !== chatLoads) return;
  chat = found;
  // One of an earlier sandbox is let go.
  if (chat === null) selectedId = null;
  showChat(chat);
  showHands(chat);
}

function drawList() {
  showConversations(conversations, { selectedId, unread, showEnded: byId('show-ended').checked, select });
}

function select(id) {
  if (id !== selectedId) {
    selectedId = id;
    chat = null;
    guestTyping.clear();
    setText(byId('problem'), '');
  }
  unread.delete(id);
  if (location.hash.slice(1) !== (id ?? '')) history.replaceState(null, '', `#${id}`);
  drawList();
  loadChat();
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
  }
}

/** Null: there is none. Undefined: it could not be loaded, and is tried again with the next event. */
async function loaded(load) {
  try {
    return await load();
  } catch (error) {
    return error.status === 404 ? null : undefined;
  }
}

function onEvent(event) {
  refreshList();
  if (event.conversationId === selectedId) refreshChat();
  if (event.kind !== 'rest' || event.method !== 'POST' || event.status !== 200) return;
  if (event.path.endsWith('/typing')) onGuestTyping(event);
  else if (event.path.endsWith('/messages')) onGuestMessage(event);
}

function onGuestTyping({ conversationId }) {
  if (conversationId === selectedId) guestTyping.show(chat?.displayName);
}

function onGuestMessage({ conversationId }) {
  if (conversationId === selectedId) {
    guestTyping.clear();
    return;
  }
  unread.set(conversationId, (unread.get(conversationId) ?? 0) + 1);
  const name = conversations.find(({ id }) => id === conversationId)?.displayName;
  setText(byId('announcer'), `New message from ${name || 'a guest'}, ${unread.get(conversationId)} unread`);
}

function showFeed(text, state) {
  setText(byId('feed'), text);
  byId('feed').dataset.state = state;
}

async function showMode() {
  const mode = await loaded(readMode);
  if (mode) byId('mode').value = mode;
}

watchEvents({
  onEvent,
  onUp() {
    showFeed('Live', 'up');
    showMode();
    refreshList();
    refreshChat();
  },
  onDown: () => showFeed('Reconnecting', 'down'),
});
setInterval(() => {
  refreshList();
  refreshChat();
}, pollMs);
byId('show-ended').addEventListener('change', drawList);
byId('mode').addEventListener('change', ({ target }) => attempt(() => setMode(target.value)).then(showMode));
addEventListener('hashchange', selectFromAddress);
selectFromAddress();

function selectFromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id !== '' && id !== 'chat') select(id);
}
