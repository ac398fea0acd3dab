const base = '/_sandbox';

/** The sandbox refused; the message is its own. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function readApp() {
  return call('GET', '/app');
}

export function readTeams() {
  return call('GET', '/teams').then(({ items }) => items);
}

/** Of a channel, or with `threadTs` of a thread, as this person sees them. */
export function readMessages(user, channel, threadTs) {
  const query = new URLSearchParams({ user, channel, ...(threadTs && { threadTs }) });
  return call('GET', `/messages?${query}`).then(({ items }) => items);
}

export function readViews(user) {
  return call('GET', `/views?${new URLSearchParams({ user })}`).then(({ items }) => items);
}

/** What somebody does: `say`, `command`, `click` … */
export function act(name, body) {
  return call('POST', `/${name}`, body);
}

/** Calls back with each thing that happens, and whenever the connection comes or goes. */
export function watchEvents({ onEvent, onUp, onDown }) {
  const source = new EventSource(`${base}/events`);
  source.addEventListener('open', onUp);
  source.addEventListener('error', onDown);
  source.addEventListener('message', ({ data }) => onEvent(JSON.parse(data)));
}

async function call(method, path, body) {
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer.error ?? `The sandbox answered ${response.status}`);
  return answer;
}
