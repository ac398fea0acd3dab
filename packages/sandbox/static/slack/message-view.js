import { blocksView } from './blocks-view.js';
import { element, timeOfDay } from './dom.js';
import { mrkdwn } from './mrkdwn.js';

/** One message. `hands` are what can be done with it: `reply`, `edit`, `remove`, `shortcut`, `click`. */
export function messageView(message, { names, userId, shortcuts, hands, inThread }) {
  const author = authorOf(message, names);
  const node = element('li', {
    className: 'message',
    'data-subtype': message.subtype ?? '',
    'data-ephemeral': String(message.ephemeral === true),
  });
  const body = element('div');
  body.append(headOf(message, author), ...contentOf(message, { names, hands }));
  body.append(...filesOf(message), ...reactionsOf(message));
  if (!inThread && message.reply_count > 0) body.append(repliesButton(message, hands));
  if (!inThread && message.status) body.append(element('footer', {}, message.status));
  node.append(element('img', { src: author.picture, alt: '' }), body);
  if (!message.ephemeral) node.append(menuOf(message, { userId, shortcuts, hands, inThread }));
  return node;
}

function authorOf({ user, username, icons, bot_id: botId, bot_profile: profile }, names) {
  const own = icons?.image_72 ?? icons?.image_48 ?? icons?.image_36;
  const picture = own ?? (user ? `/avatars/${user}.svg` : `/avatars/${names.botUserId()}.svg`);
  return { name: username ?? names.person(user) ?? profile?.name ?? 'App', picture, isApp: botId !== undefined };
}

function headOf({ ts, edited, ephemeral }, { name, isApp }) {
  const head = element('header', {}, element('strong', {}, name));
  if (isApp) head.append(element('span', { className: 'tag' }, 'App'));
  head.append(element('small', {}, element('time', {}, timeOfDay(ts))));
  if (edited) head.append(element('small', {}, 'edited'));
  if (ephemeral) head.append(element('small', {}, 'Only you can see this'));
  return head;
}

/** Blocks that Slack made of the text say nothing that it does not. */
function contentOf({ text, blocks = [], attachments = [] }, { names, hands }) {
  const own = blocks.filter(({ type }) => type !== 'rich_text');
  const unfolded = attachments.map(({ title, text: more, fallback }) => {
    return element('blockquote', {}, title ?? more ?? fallback ?? '');
  });
  if (own.length > 0) return [...blocksView(own, { names, onAction: hands.click }), ...unfolded];
  const said = element('div', { className: 'said' }, ...mrkdwn(text ?? '', names), ...unfolded);
  return text || unfolded.length > 0 ? [said] : [];
}

function filesOf({ files = [] }) {
  return files.map(({ name, title, size, mimetype }) => {
    const label = title && title !== name ? `${title} (${name})` : (name ?? 'A file of another organisation');
    const facts = size === undefined ? '' : `${mimetype}, ${size} bytes`;
    return element('p', { className: 'attached' }, element('span', {}, label), element('small', {}, facts));
  });
}

function reactionsOf({ reactions = [] }) {
  if (reactions.length === 0) return [];
  const tags = reactions.map(({ name, count }) => element('span', { className: 'tag' }, `:${name}: ${count}`));
  return [element('p', { className: 'reactions' }, ...tags)];
}

function repliesButton({ ts, reply_count: count }, hands) {
  const words = count === 1 ? '1 reply' : `${count} replies`;
  const button = element('button', { type: 'button', className: 'replies-button' }, words);
  button.addEventListener('click', () => hands.reply(ts));
  return button;
}

function menuOf(message, { userId, shortcuts, hands, inThread }) {
  const entries = [
    ...(inThread ? [] : [['Reply', () => hands.reply(message.thread_ts ?? message.ts)]]),
    ...(message.user === userId
      ? [
          ['Edit', () => hands.edit(message)],
          ['Delete', () => hands.remove(message)],
        ]
      : []),
    ...shortcuts.map(({ name, callbackId }) => [name, () => hands.shortcut(callbackId, message)]),
  ];
  const buttons = entries.map(([words, run]) => {
    const button = element('button', { type: 'button' }, words);
    button.addEventListener('click', run);
    return button;
  });
  return element('div', { className: 'menu', role: 'group', 'aria-label': 'What you can do' }, ...buttons);
}
