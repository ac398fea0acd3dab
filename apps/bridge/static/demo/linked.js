import { element } from './dom.js';

const LONGEST = 56;

/** Nodes of a text with its web addresses as links. */
export function linked(text) {
  return text
    .split(/(https?:\/\/\S+)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^https?:\/\//.test(part)
        ? element('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, shortened(part))
        : part,
    );
}

/** Signed links are long, and nobody reads them. */
function shortened(address) {
  return address.length > LONGEST ? `${address.slice(0, LONGEST - 1)}…` : address;
}
