/** Asks the page's own server. Never rejects: no answer is status 0. */
export async function post(path, body = {}) {
  try {
    const response = await fetch(`/demo${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, answer: text === '' ? null : JSON.parse(text) };
  } catch {
    return { status: 0, answer: null };
  }
}

export async function get(path) {
  const response = await fetch(`/demo${path}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/**
 * An event stream that is open while the page can be seen: a browser allows six connections to one server, for all of
 * its pages together. `url` is told the id of the last event seen.
 */
export function follow(url, handlers) {
  let source = null;
  let lastId = '0';
  const open = () => {
    source = new EventSource(url(lastId));
    for (const [type, handle] of Object.entries(handlers)) {
      source.addEventListener(type, (event) => {
        if (event.lastEventId !== '') lastId = event.lastEventId;
        handle(JSON.parse(event.data), event.lastEventId);
      });
    }
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const turn = () => {
    if (document.hidden) close();
    else if (source === null) open();
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    close();
  };
}
