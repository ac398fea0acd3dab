import { byId, element, setText, showList } from './dom.js';
import { createDrafts } from './drafts.js';
import { createPost } from './workspace-post.js';

const COMMAND = '/agent';

/** The channel in Slack that is shown, and the thread that is open in it. */
export function createWorkspaceView(workspace, { person, place, nameOf, sandboxUrl }) {
  const input = byId('workspace-text');
  const drafts = createDrafts(input);
  const problem = (text) => setText(byId('workspace-problem'), text ?? '');
  const hands = {
    open: (ts) => void workspace.openThread(ts),
    click: async (message, action) => problem(await workspace.click(message, action)),
  };

  async function enter(text) {
    const { id } = person();
    const isCommand = text === COMMAND || text.startsWith(`${COMMAND} `);
    const refused = isCommand ? await workspace.command(text.slice(COMMAND.length).trim()) : await workspace.say(text);
    if (refused !== null) drafts.giveBack(id, text);
    problem(refused);
  }

  byId('workspace-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = drafts.take();
    input.focus();
    if (text !== '') void enter(text);
  });
  byId('workspace-ask').addEventListener('click', ({ currentTarget }) => {
    input.value = currentTarget.textContent;
    input.focus();
  });
  byId('workspace-out').addEventListener('click', () => {
    input.focus();
    void workspace.openThread(null);
  });
  byId('workspace-elsewhere').href = `${sandboxUrl}/_sandbox/slack`;

  return function draw() {
    const { open } = workspace;
    drafts.show(person().id);
    setText(byId('workspace-place'), place);
    setText(byId('workspace-where'), open === null ? 'begins a thread with an agent' : 'You write in the thread.');
    byId('workspace-ask').hidden = open !== null;
    byId('workspace-out').hidden = open === null;
    input.placeholder = open === null ? `Write as ${person().name}…` : `Reply as ${person().name}…`;
    showList(byId('workspace-posts'), rowsOf(workspace), {
      key: ({ key }) => `${person().id} ${key}`,
      create: (row) =>
        row.empty === undefined
          ? createPost(row.message, { nameOf, hands, ...row })
          : element('li', { className: 'empty' }, row.empty),
      update: () => undefined,
    });
  };
}

function rowsOf({ roots, replies, open }) {
  if (roots.length === 0)
    return [{ key: 'empty', empty: 'Ask for an agent with the command below. A thread becomes the conversation.' }];
  return roots.flatMap((message) => {
    const isOpen = message.ts === open;
    const rowOf = (one, isReply) => ({ key: keyOf(one, isOpen), message: one, isReply, isOpen });
    return [rowOf(message, false), ...(isOpen ? replies.map((one) => rowOf(one, true)) : [])];
  });
}

/** What looks different is another row: messages are edited in place. */
function keyOf({ ts, text, blocks, reply_count: replies, edited }, isOpen) {
  return JSON.stringify([ts, text, isOpen || replies, edited, blocks]);
}
