import { byId, element } from './dom.js';

const KEPT = 6;

/** Has a screen reader say it once, after what it is saying. What can be seen is never live itself. */
export function announce(text) {
  const list = byId('announcer');
  list.append(element('p', {}, text));
  while (list.children.length > KEPT) list.firstElementChild.remove();
}
