import { element } from './dom.js';

const marks = [
  { pattern: /```\n?([\s\S]+?)\n?```/, make: ([, text]) => element('pre', {}, unescaped(text)) },
  { pattern: /`([^`\n]+)`/, make: ([, text]) => element('code', {}, unescaped(text)) },
  { pattern: /<([^<>\n]+)>/, make: ([, link], names) => linked(link, names) },
  {
    pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/,
    make: ([, text], names) => element('strong', {}, ...mrkdwn(text, names)),
  },
  { pattern: /(?<![\w_])_([^_\n]+)_(?![\w_])/, make: ([, text], names) => element('em', {}, ...mrkdwn(text, names)) },
  { pattern: /(?<![\w~])~([^~\n]+)~(?![\w~])/, make: ([, text], names) => element('s', {}, ...mrkdwn(text, names)) },
  { pattern: /^&gt; ?(.*)$/m, make: ([, text], names) => element('blockquote', {}, ...mrkdwn(text, names)) },
];

/** Nodes of a text in Slack's markup. `names` tells what people and channels are called. */
export function mrkdwn(text, names) {
  let first;
  for (const mark of marks) {
    const match = mark.pattern.exec(text);
    if (match !== null && (first === undefined || match.index < first.match.index)) first = { mark, match };
  }
  if (first === undefined) return text === '' ? [] : [unescaped(text)];
  const { mark, match } = first;
  const before = text.slice(0, match.index);
  const rest = text.slice(match.index + match[0].length);
  return [...(before === '' ? [] : [unescaped(before)]), mark.make(match, names), ...mrkdwn(rest, names)];
}

function linked(link, names) {
  const [target, label] = link.split('|');
  if (target.startsWith('@')) return mention(`@${names.person(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith('#')) return mention(`#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1).split('^')[0]}`);
  const text = unescaped(label ?? target);
  if (!/^(https?|mailto|tel):/.test(target)) return document.createTextNode(text);
  return element('a', { href: unescaped(target), target: '_blank', rel: 'noreferrer noopener' }, text);
}

function mention(text) {
  return element('span', { className: 'mention' }, text);
}

function unescaped(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
