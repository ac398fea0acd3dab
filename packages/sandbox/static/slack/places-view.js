import { byId, element, setText, showList } from './dom.js';

/** Channels and direct messages of one person, and which of them is shown. */
export function showPlaces(team, { user, channelId, unread, choose }) {
  const entry = ({ id, name, kind, members }) => ({
    id,
    label: kind === 'channel' || kind === 'group' ? `# ${name}` : withWhom(team, members, user),
    isPrivate: kind === 'group',
    isIn: members.includes(user.id),
    isShown: id === channelId,
    news: unread.get(id) ?? 0,
  });
  const visible = team.channels.filter(({ kind, members }) => kind === 'channel' || members.includes(user.id));
  const isDirect = ({ kind }) => kind === 'im' || kind === 'mpim';
  const view = { key: ({ id }) => id, create: (one) => placeButton(one, choose) };
  showList(byId('channels'), visible.filter((one) => !isDirect(one)).map(entry), view);
  showList(byId('directs'), visible.filter(isDirect).map(entry), view);
}

/** What the head of the place says, and what can be done about it. */
export function showPlaceHead(team, { user, channel }) {
  const isIn = channel.members.includes(user.id);
  const hasApp = team.bot !== null && channel.members.includes(team.bot.userId);
  const isDirect = channel.kind === 'im' || channel.kind === 'mpim';
  setText(byId('place'), isDirect ? withWhom(team, channel.members, user) : `# ${channel.name}`);
  const people = channel.members.length === 1 ? '1 member' : `${channel.members.length} members`;
  setText(byId('place-facts'), `${people} · ${hasApp ? 'the app is here' : 'the app is not here'} · ${channel.id}`);
  byId('join').hidden = isIn || channel.kind !== 'channel';
  byId('install').hidden = team.bot !== null;
  byId('invite').hidden = team.bot === null || hasApp || isDirect;
}

export function withWhom(team, members, user) {
  const others = members.filter((id) => id !== user.id);
  return others.map((id) => team.people.find((person) => person.id === id)?.realName ?? id).join(', ');
}

function placeButton({ id, label, isPrivate, isIn, isShown, news }, choose) {
  const button = element('button', { type: 'button', 'aria-current': String(isShown), 'data-in': String(isIn) }, label);
  if (isPrivate) button.append(element('small', {}, 'private'));
  if (news > 0) button.append(element('span', { className: 'new' }, `${news} new`));
  button.addEventListener('click', () => choose(id));
  return element('li', {}, button);
}
