const base = '/_sandbox';

/** The sandbox refused; the message is its own. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function listConversations() {
  return call('GET', '/conversations').then(({ items }) => items);
}

export function readConversation(id) {
  return call('GET', `/conversations/${encodeURIComponent(id)}`);
}

/** `action` is a path below the conversation, e.g. `agent/accept`. */
export function act(id, action, body) {
  return call('POST', `/conversations/${encodeURIComponent(id)}/${action}`, body);
}

export function readMode() {
  return call('GET', '/knobs').then(({ agent }) => agent);
}

export function setMode(mode) {
  return call('POST', '/agent', { mode });
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
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer.error ?? `The sandbox answered ${response.status}`);
  return answer;
}
