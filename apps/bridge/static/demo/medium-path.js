import { duration } from './delivery-state.js';
import { saidBy } from './desk-texts.js';
import { ahead, broken, isCreate, passed, station, streamStation, TOLERANCE_MS } from './stations.js';

/**
 * The lanes of somebody who talks by a medium that is not ours, from what the bridge, the medium and the desk told.
 *
 * @param said what was said last there, `{key, at, stations}`: how far the medium itself got with it; null: nothing yet
 * @param customerId the bridge's id of whoever said it; null until something of the bridge has named it
 * @param chats theirs at the desk
 * @param arrived what came to them from agents, `{messageId, at}`, oldest first
 * @param lastSteps the names of the steps after `Sent`: `{taken, told}`; `told` null: the medium gives no receipts
 */
export function mediumLanes({ said, customerId, chats, arrived, lastSteps }, path) {
  const answers = saidBy('AGENT', chats);
  const answer = answers.at(-1) ?? null;
  return {
    out: { key: said?.key, stations: outStations({ said, customerId, chats }, path) },
    back: { key: answer?.id, stations: backStations({ answer, customerId, arrived, lastSteps }, path) },
  };
}

function outStations({ said, customerId, chats }, path) {
  const since = said?.at ?? Number.POSITIVE_INFINITY;
  const { recorded, find } = recordOf('toAgent', { customerId, since }, path);
  const settled = find('delivery.settled');
  const mine = new Set(chats.map(({ id }) => id));
  const conversationId = recorded?.conversationId;
  const until = settled?.ms ?? Number.POSITIVE_INFINITY;
  const latest = (step) =>
    path.last((event) => event.step === step && event.conversationId === conversationId && event.ms <= until);
  const attached = latest('session.attached');
  const created = path.last((event) => isCreate(event) && mine.has(event.conversationId) && event.ms <= until);
  const first = [said === null ? ahead('Customer') : passed('Customer', '0 ms'), ...(said?.stations ?? [])];
  const ended = endedSince(since, customerId, path);
  // What ends a chat, like STOP, is no message on its way to one.
  if (recorded === undefined && ended !== undefined) return [...first, station('Chat ended', ended, since)];
  const arrived = station('Agent', settled, since);
  return [
    ...first,
    station('Recorded', recorded, since),
    station('Conversation created', attached === undefined ? undefined : created, since),
    station('Session committed', latest('session.committed'), since),
    streamStation(station('Event stream open', attached, since), conversationId, path),
    station('Activated', latest('session.activated'), since),
    station('Sent', find('delivery.sending'), since),
    settled === undefined || settled.facts.state === 'sent' ? arrived : broken(arrived, settled.facts.state),
  ];
}

function backStations({ answer, customerId, arrived, lastSteps }, path) {
  const since = answer === null ? Number.POSITIVE_INFINITY : Date.parse(answer.timestamp);
  const { recorded, find } = recordOf('toCustomer', { customerId, since }, path);
  const settled = find('delivery.settled');
  const taken = station(lastSteps.taken, settled, since);
  const receipt = find('delivery.receipt');
  const told = station(lastSteps.told, receipt, since);
  const there = recorded && arrived.findLast(({ messageId }) => messageId === recorded.messageId);
  const stream = answer === null ? ahead('Event stream') : { name: 'Event stream', state: 'standing', note: 'open' };
  const open = path.last(({ step, facts }) => step === 'session.attached' && facts.customerId === customerId);
  return [
    answer === null ? ahead('Agent') : passed('Agent', '0 ms'),
    streamStation(stream, open?.conversationId, path),
    station('Recorded', recorded, since),
    station('Sent', find('delivery.sending'), since),
    settled === undefined || settled.facts.state === 'sent' ? taken : broken(taken, settled.facts.state),
    ...(lastSteps.told === null ? [] : [receipt?.facts.state === 'failed' ? broken(told, receipt.facts.code) : told]),
    there === undefined ? ahead('Customer') : passed('Customer', duration(there.at - since)),
  ];
}

/** What the bridge recorded of them since then, the latest, and what became of it. */
function recordOf(direction, { customerId, since }, path) {
  const recorded = path.last(
    ({ step, facts, ms }) =>
      step === 'message.recorded' &&
      facts.direction === direction &&
      facts.customerId === customerId &&
      ms >= since - TOLERANCE_MS,
  );
  const find = (wanted) =>
    recorded && path.last(({ step, messageId }) => step === wanted && messageId === recorded.messageId);
  return { recorded, find };
}

function endedSince(since, customerId, path) {
  return path.last(
    ({ step, facts, ms }) =>
      step === 'conversation.ended' && facts.customerId === customerId && ms >= since - TOLERANCE_MS,
  );
}

/** The bridge’s id of the customer that a delivery or a conversation is of. */
export function customerIdOf(fits, path) {
  return path.last((event) => event.facts.customerId !== undefined && fits(event))?.facts.customerId ?? null;
}

/** `m_…_1` is the first part of the message `m_…`; null: it is no message of an agent. */
export function messageOfDelivery(deliveryId) {
  return /^(m_.+)_\d+$/.exec(deliveryId ?? '')?.[1] ?? null;
}
