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

/**
 * Makes the list show these items. An element is made anew only when what it shows has changed: the focus stays, and only
 * what is new is read aloud.
 */
export function showList(list, items, { key, create }) {
  const kept = new Map([...list.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const shown = JSON.stringify(item);
    const known = kept.get(key(item));
    kept.delete(key(item));
    const child = known?.shown === shown ? known : create(item);
    child.shown = shown;
    child.dataset.key = key(item);
    if (known !== undefined && known !== child) known.replaceWith(child);
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
  for (const child of kept.values()) child.remove();
}

/** A moment of the day as the reader's country writes it; `ts` is Slack's. */
export function timeOfDay(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
