import { element } from './dom.js';

/** Nodes of a text with its web addresses as links. */
export function linked(text) {
  return text
    .split(/(https?:\/\/\S+)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^https?:\/\//.test(part)
        ? element('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part)
        : part,
    );
}
