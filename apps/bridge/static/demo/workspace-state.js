import { get, post } from './api.js';

/**
 * One channel as `person()` sees it, read anew whenever Slack’s wire says that something happened. The thread of a new
 * conversation opens by itself.
 */
export function createWorkspaceState(channel, { person, path, changed, onNews }) {
  const known = new Set();
  let roots = [];
  let replies = [];
  let open = null;
  let isAwaiting = false;
  let isRead = false;
  let isShown = false;
  let isReading = false;
  let isStale = false;

  async function refresh() {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale) {
      isStale = false;
      try {
        roots = await read();
        const mine = roots.findLast(({ text, ts }) => !known.has(ts) && text?.startsWith(`<@${person().id}>`));
        if (isAwaiting && mine !== undefined) {
          open = mine.ts;
          isAwaiting = false;
        }
        replies = open === null ? [] : (await read(open)).filter(({ ts }) => ts !== open);
        tellNews();
        changed();
      } catch {
        // The next event reads it again.
      }
    }
    isReading = false;
  }

  async function read(threadTs) {
    const query = { user: person().id, channel: channel.id, ...(threadTs && { threadTs }) };
    return (await get(`/slack/messages?${new URLSearchParams(query)}`)).items;
  }

  function tellNews() {
    for (const { ts, user, text, username } of [...roots, ...replies]) {
      if (isRead && !known.has(ts) && user !== person().id) onNews(`In Slack, ${username ?? 'Trunkline'}: ${text}`);
      known.add(ts);
    }
    isRead = true;
  }

  /** Resolves to why it could not be done; null: it was. */
  async function act(action, body) {
    const { status, answer } = await post(`/slack/${action}`, { user: person().id, channel: channel.id, ...body });
    await refresh();
    if (status < 200 || status >= 300) return answer?.error ?? 'Slack does not answer.';
    return answer.problem ?? null;
  }

  path.onEvent(({ source }) => {
    if (source === 'slack' && isShown) void refresh();
  });

  return {
    get roots() {
      return roots;
    },
    /** Of the thread that is open. */
    get replies() {
      return replies;
    },
    /** The first message of the thread that is open; null: none is. */
    get open() {
      return open;
    },
    openThread(ts) {
      open = ts;
      return refresh();
    },
    say: (text) => act('say', { text, ...(open !== null && { threadTs: open }) }),
    async command(text) {
      isAwaiting = true;
      const problem = await act('command', { command: '/agent', text });
      const { items: views } = await get(`/slack/views?user=${person().id}`);
      if (views.length === 0) return problem;
      await Promise.all(views.map(({ id }) => post('/slack/close-view', { viewId: id })));
      return 'Slack has opened a form that asks what it is about. Write it behind the command: /agent my laptop is broken';
    },
    click: ({ ts }, action) => act('click', { ts, ...action }),
    show() {
      isShown = true;
      isRead = false;
      void refresh();
    },
    hide() {
      isShown = false;
    },
  };
}
