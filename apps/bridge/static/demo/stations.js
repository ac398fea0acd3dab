import { duration } from './delivery-state.js';

/**
 * Where a message is, from what really happened. A station is `passed` by this very message (with the time since it was
 * written), `standing` because an earlier message built it, `broken`, or still `ahead`.
 */

/** No id is like this. */
const UNKNOWN = '';
const NOTHING = { clientId: null, messageId: null, enteredAt: null, heardAt: null };
const POSTS = new Set(['message.posted', 'message.unanswered']);
const STREAM_STEPS = new Set(['session.attached', 'session.lost', 'conversation.ended']);
const DEATHS = new Set(['bridge.killed', 'bridge.died']);
/** Clocks of processes on one machine agree to about this. */
export const TOLERANCE_MS = 5;

/**
 * @param message `{clientId, messageId, enteredAt, conversationId}`: ids are null until they are known, `enteredAt` is
 * null if it was written before the page was opened; null: nothing was written yet
 * @param mine whether a conversation of the sandbox is this customer's
 */
export function stationsOut(message, path, mine) {
  const { clientId, messageId, enteredAt, conversationId: current } = message ?? NOTHING;
  const of = (step) => path.last((event) => event.step === step && event.messageId === (messageId ?? UNKNOWN));
  const recorded = of('message.recorded');
  const sent = path.first((event) => event.step === 'delivery.sending' && event.messageId === (messageId ?? UNKNOWN));
  const settled = of('delivery.settled');
  const posted = path.last((event) => POSTS.has(event.step) && event.facts.clientId === clientId) ?? recorded;
  const conversationId = (settled ?? sent ?? recorded)?.conversationId ?? current;
  const since = enteredAt ?? recorded?.ms ?? Number.POSITIVE_INFINITY;
  const until = settled?.ms ?? Number.POSITIVE_INFINITY;
  const latest = (step) =>
    path.last((event) => event.step === step && event.conversationId === conversationId && event.ms <= until);
  const attached = latest('session.attached');
  const created = path.last((event) => isCreate(event) && mine(event.conversationId) && event.ms <= until);
  const arrived = station('Agent', settled, since);
  return [
    message === null ? ahead('Customer') : passed('Customer', enteredAt === null ? '' : '0 ms'),
    posted?.step === 'message.unanswered'
      ? broken(ahead('HTTP channel'), 'no answer')
      : station('HTTP channel', posted, since),
    station('Recorded', recorded, since),
    station('Conversation created', attached === undefined ? undefined : created, since),
    station('Session committed', latest('session.committed'), since),
    streamStation(station('Event stream open', attached, since), conversationId, path),
    station('Activated', latest('session.activated'), since),
    station('Sent', sent, since),
    settled === undefined || settled.facts.state === 'sent' ? arrived : broken(arrived, settled.facts.state),
  ];
}

/** @param answer `{messageId, saidAt, heardAt, conversationId}`; `messageId` is null until the bridge has heard it. */
export function stationsBack(answer, path) {
  const { messageId, saidAt, heardAt, conversationId } = answer ?? NOTHING;
  const of = (step) => path.first((event) => event.step === step && event.messageId === (messageId ?? UNKNOWN));
  const webhook = of('webhook.received');
  const stream =
    answer === null ? ahead('Event stream') : { ...ahead('Event stream'), state: 'standing', note: 'open' };
  return [
    answer === null ? ahead('Agent') : passed('Agent', '0 ms'),
    streamStation(stream, conversationId, path),
    station('Recorded', of('message.recorded'), saidAt),
    station('Sent', of('delivery.sending'), saidAt),
    station(webhook === undefined ? 'Webhook' : 'Webhook, signature valid', webhook, saidAt),
    station('Delivered', of('delivery.settled'), saidAt),
    messageId === null ? ahead('Customer') : passed('Customer', heardAt === null ? '' : duration(heardAt - saidAt)),
  ];
}

export function isCreate({ step, facts }) {
  return step === 'wire.rest' && facts.method === 'POST' && facts.path === '/conversations' && facts.status === 200;
}

export function station(name, event, since) {
  if (event === undefined) return ahead(name);
  if (event.ms < since - TOLERANCE_MS) return { name, state: 'standing', note: 'stands' };
  return passed(name, duration(event.ms - since));
}

/** The one station that a dead bridge cannot keep up. */
export function streamStation(usual, conversationId, path) {
  if (conversationId === undefined) return usual;
  const last = path.last(
    ({ step, conversationId: id }) => DEATHS.has(step) || (id === conversationId && STREAM_STEPS.has(step)),
  );
  if (last === undefined || last.step === 'session.attached') return usual;
  if (last.step === 'conversation.ended') return usual.state === 'standing' ? { ...usual, note: 'closed' } : usual;
  return broken(usual, 'cut');
}

export function ahead(name) {
  return { name, state: 'ahead', note: '' };
}

export function passed(name, note) {
  return { name, state: 'passed', note };
}

export function broken({ name }, note) {
  return { name, state: 'broken', note };
}
