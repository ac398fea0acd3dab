import { element } from './dom.js';

const EMOJI = {
  hourglass_flowing_sand: '⏳',
  speech_balloon: '💬',
  white_check_mark: '✅',
  arrows_counterclockwise: '🔄',
  wave: '👋',
  warning: '⚠️',
};
const MARKS = [
  { pattern: /```\n?([\s\S]+?)\n?```/, make: ([, text]) => element('pre', {}, unescaped(text)) },
  { pattern: /`([^`\n]+)`/, make: ([, text]) => element('code', {}, unescaped(text)) },
  { pattern: /<([^<>\n]+)>/, make: ([, link], nameOf) => linkOf(link, nameOf) },
  {
    pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/,
    make: ([, text], nameOf) => element('b', {}, ...mrkdwn(text, nameOf)),
  },
  { pattern: /(?<![\w_])_([^_\n]+)_(?![\w_])/, make: ([, text], nameOf) => element('em', {}, ...mrkdwn(text, nameOf)) },
  { pattern: /(?<![\w~])~([^~\n]+)~(?![\w~])/, make: ([, text], nameOf) => element('s', {}, ...mrkdwn(text, nameOf)) },
  {
    pattern: /((?:^&gt; ?.*\n?)+)/m,
    make: ([text], nameOf) => element('blockquote', {}, ...mrkdwn(text.replace(/^&gt; ?/gm, '').trimEnd(), nameOf)),
  },
  { pattern: /:([a-z_]+):/, make: ([whole, name]) => document.createTextNode(EMOJI[name] ?? whole) },
];

/** Nodes of a text in Slack’s markup. `nameOf` tells what an id of a person or channel is called; undefined: not known. */
export function mrkdwn(text, nameOf) {
  let first = null;
  for (const mark of MARKS) {
    const match = mark.pattern.exec(text);
    if (match !== null && (first === null || match.index < first.match.index)) first = { mark, match };
  }
  if (first === null) return text === '' ? [] : [unescaped(text)];
  const { mark, match } = first;
  const before = text.slice(0, match.index);
  const made = mark.make(match, nameOf);
  return [
    ...(before === '' ? [] : [unescaped(before)]),
    made,
    ...mrkdwn(text.slice(match.index + match[0].length), nameOf),
  ];
}

function linkOf(link, nameOf) {
  const [target, label] = link.split('|');
  if (target.startsWith('!date^')) return document.createTextNode(unescaped(label ?? ''));
  const sign = { '@': '@', '#': '#', '!': '@' }[target[0]];
  if (sign !== undefined) {
    const id = target.slice(1);
    return element('span', { className: 'mention' }, `${sign}${nameOf(id) ?? label ?? id}`);
  }
  const text = unescaped(label ?? target);
  if (!/^(https?|mailto|tel):/.test(target)) return document.createTextNode(text);
  return element('a', { href: unescaped(target), target: '_blank', rel: 'noopener noreferrer' }, text);
}

function unescaped(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
