import { linked } from './linked.js';

/** An element with properties and children; text stays text. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'data') Object.assign(made.dataset, value);
    else if (name.includes('-')) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/**
 * Makes the list show these items: elements are kept by key, so that focus and selection stay, and `update`
 * fills them. Stays at the end if it was there.
 */
export function showList(list, items, { key, create, update }) {
  const scroller = list.closest('.scroll');
  const atEnd = scroller !== null && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  const kept = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let place = list.firstElementChild;
  for (const item of items) {
    const itemKey = String(key(item));
    let child = kept.get(itemKey);
    kept.delete(itemKey);
    if (child === undefined) {
      child = create(item);
      child.dataset.key = itemKey;
    }
    if (child === place) place = place.nextElementSibling;
    else list.insertBefore(child, place);
    update(child, item);
  }
  for (const child of kept.values()) child.remove();
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
}

/** Somebody’s message; who said it comes first for those who cannot see on which side it stands. */
export function messageRow({ text, name, className }) {
  const who = element('span', { className: 'hidden' }, `${name}: `);
  return element(
    'li',
    { className },
    who,
    element('p', { className: 'bubble' }, ...linked(text)),
    element('small', {}, name),
  );
}

/** Looks and sounds disabled, but keeps the focus. */
export function setUsable(button, usable) {
  button.setAttribute('aria-disabled', String(!usable));
}

export function isUsable(button) {
  return button.getAttribute('aria-disabled') !== 'true';
}

/** Sets text only when it differs, so that nothing is laid out again for it. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Calls back once at the next frame, however often it is asked. */
export function oncePerFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    // A hidden page has no frames.
    const wait = document.hidden ? (run) => setTimeout(run, 100) : requestAnimationFrame;
    wait(() => {
      asked = false;
      draw();
    });
  };
}
