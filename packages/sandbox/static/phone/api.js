const base = '/_sandbox';

export const listNumbers = () => items('/numbers');
export const listPhones = () => items('/phones');
export const listFaults = () => items('/faults');
export const listTrouble = () => items('/debugger');

export function listMessages(phone) {
  return items(`/phones/${encodeURIComponent(phone)}/messages`);
}

/** `media` is a list of `{contentType, base64}`. */
export function sendText(phone, text) {
  return call('POST', `/phones/${encodeURIComponent(phone)}/messages`, text);
}

export function addFault(rule) {
  return call('POST', '/faults', rule);
}

export function clearFaults() {
  return call('DELETE', '/faults');
}

/** Calls back with each thing that happens, and whenever the connection comes or goes. */
export function watchEvents({ onEvent, onUp, onDown }) {
  const source = new EventSource(`${base}/events`);
  source.addEventListener('open', onUp);
  source.addEventListener('error', onDown);
  source.addEventListener('message', ({ data }) => onEvent(JSON.parse(data)));
}

async function items(path) {
  return (await call('GET', path)).items;
}

async function call(method, path, body) {
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status}`);
  return answer;
}
