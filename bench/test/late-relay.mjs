import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * A relay with a store that claims a delivery and sends it, in this order or, if it is `late`, the other way round.
 * Arguments: the store's module, the database file, where to send to, `honest` or `late`, how many messages.
 */
const [module, file, api, order, count] = process.argv.slice(2);
const { storeDriver } = await import(pathToFileURL(module).href);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const clock = { now: Date.now, monotonic: () => performance.now(), setTimeout: () => ({ cancel() {} }) };
const store = await storeDriver.open({ url: `sqlite:${file}`, role: 'owner', node: 'relay', clock, logger: silent });
const agent = new Agent({ keepAlive: true });
const customer = { id: 'u_1', channel: 'web', address: 'customer-0' };
let [epoch, version] = [null, 0];

async function commit(step) {
  const result = await store.commit({ customer, epoch, version, state: {}, active: true, at: Date.now(), ...step });
  if (result.outcome !== 'committed') throw new Error('the step was not committed');
  epoch = result.epoch;
  version += 1;
}

async function send(text) {
  const sending = request(`${api}/conversations/1/members/1/messages`, { method: 'POST', agent });
  const answered = once(sending, 'response');
  sending.end(JSON.stringify({ body: text, bodyType: 'standard' }));
  await once(sending, 'finish');
  return async () => {
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
  };
}

function claimOf(number, text) {
  const author = { kind: 'customer', name: null };
  const ids = { id: `m_${number}`, customerId: customer.id, conversationId: 'c_1' };
  const message = { ...ids, author, text, attachments: [], sentAt: Date.now(), late: false };
  const body = {
    kind: 'message',
    messageId: message.id,
    author,
    text,
    sentAt: message.sentAt,
    late: false,
    part: 1,
    parts: 1,
  };
  const delivery = {
    ...ids,
    id: `d_${number}`,
    direction: 'toAgent',
    seq: number,
    body,
    state: 'pending',
    attempts: 0,
  };
  const rest = { landsUntil: null, createdAt: 0, settledAt: null, remoteKey: null, repeated: false, retryOf: null };
  return {
    messages: [message],
    enqueue: [{ ...delivery, ...rest, reason: null, timelineNumber: null }],
    claim: [{ direction: 'toAgent', landsUntil: Date.now() + 10_000 }],
  };
}

for (let number = 0; number < Number(count); number += 1) {
  const text = `0 ${number} words`;
  const claim = claimOf(number, text);
  if (order === 'honest') await commit(claim);
  const taken = await send(text);
  if (order === 'late') await commit(claim);
  await taken();
  await commit({ change: [{ id: `d_${number}`, state: 'sent', settledAt: Date.now() }] });
  await sleep(20);
}
agent.destroy();
await store.close();
