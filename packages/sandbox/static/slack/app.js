import { act, readApp, readMessages, readTeams, readViews, watchEvents } from './api.js';
import { createCompose } from './compose.js';
import { byId, element, setText, showList } from './dom.js';
import { messageView } from './message-view.js';
import { showModal } from './modal-view.js';
import { showPlaceHead, showPlaces } from './places-view.js';
import { createRefresher } from './refresher.js';

/** What no event tells: a machine that slept. */
const pollMs = 15_000;

let teams = [];
let app = { shortcuts: [], sockets: 0, mode: 'socket' };
let [userId, channelId, threadTs] = decodeURIComponent(location.hash.slice(1)).split('/');
const unread = new Map();

const team = () => teams.find(({ people }) => people.some(({ id }) => id === userId)) ?? teams[0];
const user = () => team().people.find(({ id }) => id === userId);
const channel = () => team().channels.find(({ id }) => id === channelId);

const names = {
  person: (id) => teams.flatMap(({ people }) => people).find((one) => one.id === id)?.realName,
  channel: (id) => teams.flatMap(({ channels }) => channels).find((one) => one.id === id)?.name,
  botUserId: () => team().bot?.userId ?? '',
};

const refresh = createRefresher(async () => {
  try {
    await load();
  } catch {
    // With the next event it is tried again.
  }
});

async function load() {
  [teams, app] = await Promise.all([readTeams(), readApp()]);
  settle();
  drawFrame();
  const [messages, replies, views] = await Promise.all([
    readMessages(userId, channelId),
    threadTs ? readMessages(userId, channelId, threadTs) : [],
    readViews(userId),
  ]);
  drawMessages(messages, replies);
  showModal(views, { names, people: team().people.filter(({ isBot }) => !isBot), hands: modalHands });
}

/** What the address names may be gone: an earlier sandbox's. */
function settle() {
  const people = teams.flatMap((one) => one.people.filter(({ isBot }) => !isBot));
  if (!people.some(({ id }) => id === userId)) userId = people[0]?.id;
  const seen = team().channels.filter(({ kind, members }) => kind === 'channel' || members.includes(userId));
  if (!seen.some(({ id }) => id === channelId)) {
    channelId = seen[0]?.id;
    threadTs = '';
  }
  const address = `#${[userId, channelId, ...(threadTs ? [threadTs] : [])].join('/')}`;
  if (location.hash !== address) history.replaceState(null, '', address);
}

function drawFrame() {
  showOptions(
    byId('team'),
    teams.map(({ id, name }) => [id, name]),
    team().id,
  );
  const people = team().people.filter(({ isBot }) => !isBot);
  showOptions(
    byId('user'),
    people.map(({ id, realName }) => [id, realName]),
    userId,
  );
  showPlaces(team(), { user: user(), channelId, unread, choose: (id) => show(userId, id) });
  showPlaceHead(team(), { user: user(), channel: channel() });
  byId('message-app').hidden = team().bot === null;
  const ways = {
    http: `events go to ${app.eventsUrl}`,
    socket: app.sockets === 1 ? '1 socket open' : `${app.sockets} sockets open`,
  };
  setText(byId('sockets'), app.mode === 'socket' && app.sockets === 0 ? 'No app connected' : ways[app.mode]);
  showList(
    byId('shortcuts'),
    app.shortcuts.filter(({ type }) => type === 'global'),
    {
      key: ({ name }) => name,
      create: ({ name, callbackId }) => {
        const button = element('button', { type: 'button' }, name);
        button.addEventListener('click', () => perform('shortcut', { callbackId }));
        return button;
      },
    },
  );
}

function drawMessages(messages, replies) {
  const view = (inThread) => ({
    key: ({ ts }) => ts,
    create: (message) => {
      const shortcuts = app.shortcuts.filter(({ type }) => type === 'message');
      return messageView(message, { names, userId, shortcuts, hands: handsOf(message), inThread });
    },
  });
  drawScrolled('scroll', 'messages', messages, view(false));
  byId('nothing-said').hidden = messages.length > 0;
  byId('thread').hidden = !threadTs;
  drawScrolled('thread-scroll', 'replies', replies, view(true));
  const status = replies.find(({ ts }) => ts === threadTs)?.status;
  setText(byId('doing'), status ? `The app ${status}` : '');
}

/** Stays at the end if that is where it was. */
function drawScrolled(scrollId, listId, items, view) {
  const scroll = byId(scrollId);
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  showList(byId(listId), items, view);
  if (atEnd) scroll.scrollTop = scroll.scrollHeight;
}

function handsOf({ ts }) {
  return {
    reply: (thread) => show(userId, channelId, thread),
    edit: async (message) => {
      const text = prompt('Edit the message', message.text);
      if (text) await perform('edit', { channel: channelId, ts, text, raw: true });
    },
    remove: () => perform('delete', { channel: channelId, ts }),
    shortcut: (callbackId) => perform('shortcut', { callbackId, channel: channelId, ts }),
    click: (action) => perform('click', { channel: channelId, ts, ...action }),
  };
}

const modalHands = {
  submit: (viewId, values) => attempt(() => act('submit', { viewId, values })),
  close: (viewId) => attempt(() => act('close-view', { viewId })),
  click: (viewId, action) => perform('click', { viewId, ...action }),
};

/** What the person does; undefined when it was refused, which is then shown. */
function perform(name, body) {
  return attempt(() => act(name, { user: userId, ...body }));
}

async function attempt(run) {
  try {
    const answer = await run();
    setText(byId('problem'), answer?.problem ?? '');
    return answer;
  } catch (error) {
    setText(byId('problem'), error.message);
    return undefined;
  } finally {
    refresh();
  }
}

async function send(text, thread) {
  const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (command === '/me') return (await perform('say', { ...place(thread), text: rest, me: true })) !== undefined;
  if (command !== undefined && thread === undefined) {
    const answer = await perform('command', { channel: channelId, command, text: rest });
    return answer !== undefined && answer.problem === undefined;
  }
  if (command !== undefined) {
    setText(byId('problem'), `${command} is not supported in threads. Sorry!`);
    return false;
  }
  const broadcast = thread !== undefined && byId('broadcast').checked;
  return (await perform('say', { ...place(thread), text, ...(broadcast && { broadcast }) })) !== undefined;
}

function place(thread) {
  return { channel: channelId, ...(thread && { threadTs: thread }) };
}

function show(newUser, newChannel, thread = '') {
  [userId, channelId, threadTs] = [newUser, newChannel, thread];
  unread.delete(newChannel);
  setText(byId('problem'), '');
  refresh();
  if (thread) byId('reply').focus();
}

function showOptions(select, options, chosen) {
  showList(select, options, { key: ([id]) => id, create: ([value, text]) => element('option', { value }, text) });
  select.value = chosen;
}

function onEvent(event) {
  if (event.kind === 'change' && event.type === 'message' && event.channel !== channelId) {
    unread.set(event.channel, (unread.get(event.channel) ?? 0) + 1);
  }
  if (event.kind === 'change' || event.kind === 'socket') refresh();
}

function showFeed(text, state) {
  setText(byId('feed'), text);
  byId('feed').dataset.state = state;
}

createCompose(
  { form: 'compose', words: 'words', file: 'file' },
  { send: (text) => send(text), upload: (file) => perform('upload', { channel: channelId, ...file }) },
);
createCompose(
  { form: 'answer', words: 'reply', file: 'reply-file' },
  {
    send: (text) => send(text, threadTs),
    upload: (file) => perform('upload', { channel: channelId, threadTs, ...file }),
  },
);
byId('team').addEventListener('change', ({ target }) => {
  show(teams.find(({ id }) => id === target.value).people.find(({ isBot }) => !isBot).id);
});
byId('user').addEventListener('change', ({ target }) => show(target.value, channelId));
byId('close-thread').addEventListener('click', () => show(userId, channelId));
byId('join').addEventListener('click', () => perform('join', { channel: channelId }));
byId('invite').addEventListener('click', () => perform('join', { channel: channelId, app: true }));
byId('install').addEventListener('click', () => attempt(() => act('install', { team: team().id })));
byId('message-app').addEventListener('click', async () => {
  const direct = await perform('direct', {});
  if (direct) show(userId, direct.id);
});
addEventListener('hashchange', () => show(...decodeURIComponent(location.hash.slice(1)).split('/')));
watchEvents({
  onEvent,
  onUp() {
    showFeed('Live', 'up');
    refresh();
  },
  onDown: () => showFeed('Reconnecting', 'down'),
});
setInterval(refresh, pollMs);
