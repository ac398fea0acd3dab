/** An element with properties and children; text stays text. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-')) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets text only when it differs, so that nothing is announced twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Looks and sounds disabled, but keeps the focus. */
export function setUsable(button, usable) {
  button.setAttribute('aria-disabled', String(!usable));
}

export function isUsable(button) {
  return button.getAttribute('aria-disabled') !== 'true';
}

/** Makes the list show these items. Elements are kept by key: focus stays, and only what is new is read aloud. */
export function showList(list, items, { key, create, update }) {
  const kept = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map((item) => {
    const itemKey = String(key(item));
    const child = kept.get(itemKey) ?? create(item);
    kept.delete(itemKey);
    child.dataset.key = itemKey;
    update(child, item);
    return child;
  });
  for (const child of kept.values()) child.remove();
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
}

/** A moment of the day as the reader's country writes it. */
export function timeOfDay(timestamp) {
  return new Date(timestamp).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
