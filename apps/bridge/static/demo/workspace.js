import { saidBy } from './desk-texts.js';
import { customerIdOf, mediumLanes, messageOfDelivery } from './medium-path.js';
import { begunAt, chatsOfThread, payloadOf } from './thread-chats.js';
import { createWorkspaceState } from './workspace-state.js';
import { createWorkspaceView } from './workspace-view.js';

const STEPS = { taken: 'Posted by Slack', told: null };
const REMEMBERED = 'trunkline-member';
const CHANNEL = 'helpdesk';
/** A line that begins so stays among colleagues. */
const INTERNAL = '//';
/** What the agent reads when somebody pressed the button, who said nothing. */
const REOPENED = '(has opened the conversation again)';

/** The channel of Slack: a channel of a workspace with its people. */
export function createWorkspace(team, { state, path, desk, changed, onNews }) {
  const channel = team.channels.find(({ name }) => name === CHANNEL);
  const people = team.people
    .filter(({ id, isBot }) => !isBot && channel.members.includes(id))
    .map(({ id, displayName, realName }) => ({ id, name: displayName || realName }));
  const names = new Map([...team.people, ...team.channels].map(({ id, realName, name }) => [id, realName ?? name]));
  let member = people.find(({ id }) => id === sessionStorage.getItem(REMEMBERED)) ?? people[0];
  const person = () => member;
  const nameOf = (id) => names.get(id);
  const workspace = createWorkspaceState(channel, { person, path, changed, onNews });
  const place = `#${channel.name} in ${team.name}`;
  const draw = createWorkspaceView(workspace, { person, place, nameOf, sandboxUrl: state.workspace.url });

  /** Of the thread that is open. */
  function lanes() {
    const { roots, replies, open } = workspace;
    const root = roots.find(({ ts }) => ts === open);
    const conversationId = payloadOf(root)?.conversation ?? null;
    const conversations = new Set([conversationId, ...replies.map((reply) => payloadOf(reply)?.conversation)]);
    const customerId = customerIdOf((event) => conversations.has(event.conversationId), path);
    const own = replies.filter(({ bot_id: bot, text }) => bot === undefined && !text.startsWith(INTERNAL));
    const asked = root !== undefined && payloadOf(root)?.kind === 'root' ? [root, ...own] : own;
    const last = asked.at(-1);
    const arrived = replies
      .map((reply) => ({ messageId: messageOfDelivery(payloadOf(reply)?.delivery), at: postedAt(reply) }))
      .filter(({ messageId }) => messageId !== null);
    const userId = /^<@(\w+)>/.exec(root?.text)?.[1] ?? root?.user;
    const chats = chatsOfThread({ customerId, userId }, desk.chats, path);
    // The first message of the bridge comes after what it is about was recorded.
    const at = last === root ? (begunAt(customerId, path) ?? postedAt(root)) : postedAt(last);
    const said = last === undefined ? null : { key: last.ts, at, stations: [] };
    const told = saidBy('CUSTOMER', chats).filter(({ body }) => !body.endsWith(REOPENED));
    return {
      ...mediumLanes({ said, customerId, chats, arrived, lastSteps: STEPS }, path),
      tally: [
        ['The thread said', asked.length, 'the agent has', told.length],
        [
          'Agents said',
          saidBy('AGENT', chats).length,
          'the thread has',
          new Set(arrived.map(({ messageId }) => messageId)).size,
        ],
      ],
    };
  }

  return {
    id: 'workspace',
    name: 'Slack',
    sub: 'In a company’s Slack',
    meanwhile: 'what Slack could not hand over is read in the thread',
    fieldId: 'workspace-text',
    people: () => people,
    get personId() {
      return member.id;
    },
    pick(next) {
      member = next;
      sessionStorage.setItem(REMEMBERED, next.id);
      workspace.show();
    },
    show: workspace.show,
    hide: workspace.hide,
    lanes,
    draw,
  };
}

/** In milliseconds; a message of Slack is named after when it was posted. */
function postedAt(message) {
  return Number(message?.ts) * 1_000;
}
