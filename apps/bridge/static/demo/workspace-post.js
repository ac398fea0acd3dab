import { element, setText } from './dom.js';
import { mrkdwn } from './mrkdwn.js';
import { postActions } from './post-actions.js';

/** One message in Slack. `nameOf` names ids; `hands` are `open(ts)` of a thread and `click(message, action)`. */
export function createPost(message, { nameOf, hands, isReply, isOpen }) {
  const author = authorOf(message, nameOf);
  const node = element('li', { className: ['post', isReply ? 'reply' : '', author.kind].join(' ') });
  node.dataset.ephemeral = String(message.ephemeral === true);
  const body = element('div', {}, headOf(message, author), ...contentOf(message, { nameOf, hands }));
  for (const { name, title } of message.files ?? [])
    body.append(element('small', {}, `File: ${title ?? name ?? 'of another organisation'}`));
  if (!isReply && !isOpen && message.reply_count > 0) body.append(repliesOf(message, hands));
  node.append(element('span', { className: 'avatar', 'aria-hidden': 'true' }, initials(author.name)), body);
  return node;
}

function headOf({ ts, ephemeral, edited }, { name, kind }) {
  const time = element('small');
  setText(time, new Date(Number(ts) * 1_000).toTimeString().slice(0, 5));
  const head = element('header', {}, element('b', {}, name));
  if (kind !== '') head.append(element('span', { className: 'tag' }, 'APP'));
  head.append(time);
  if (edited) head.append(element('small', {}, 'edited'));
  if (ephemeral) head.append(element('small', {}, 'Only you can see this'));
  return head;
}

/** Blocks that Slack made of the text say nothing that it does not. */
function contentOf(message, { nameOf, hands }) {
  const own = (message.blocks ?? []).filter(
    ({ type }) => type === 'section' || type === 'actions' || type === 'context',
  );
  if (own.length === 0) return [textOf(message.text ?? '', nameOf)];
  return own.flatMap((block) => {
    if (block.type === 'actions') return [postActions(block, (action) => hands.click(message, action))];
    const texts = block.type === 'section' ? [block.text] : block.elements;
    return texts.filter((text) => text?.text !== undefined).map(({ text }) => textOf(text, nameOf));
  });
}

function textOf(text, nameOf) {
  return element('div', { className: 'text' }, ...mrkdwn(text, nameOf));
}

function repliesOf({ ts, reply_count: count }, hands) {
  const button = element(
    'button',
    { type: 'button', className: 'replies' },
    count === 1 ? '1 reply' : `${count} replies`,
  );
  button.addEventListener('click', () => hands.open(ts));
  return button;
}

function authorOf({ user, username, bot_id: botId, bot_profile: profile }, nameOf) {
  if (username !== undefined) return { name: username, kind: 'of-agent' };
  if (botId !== undefined) return { name: profile?.name ?? 'App', kind: 'of-app' };
  return { name: nameOf(user) ?? user, kind: '' };
}

function initials(name) {
  const parts = name.split(' ').filter((part) => part !== '');
  return [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => part?.[0] ?? '').join('');
}
