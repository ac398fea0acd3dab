import { saidBy } from './desk-texts.js';
import { customerIdOf, mediumLanes, messageOfDelivery } from './medium-path.js';
import { createPhoneState } from './phone-state.js';
import { createPhoneView } from './phone-view.js';
import { ahead, broken, station } from './stations.js';

const PHONES = [
  { id: '+12025550142', name: 'Anna' },
  { id: '+12025550143', name: 'Ben' },
  { id: '+12025550144', name: 'Chloé' },
];
const STEPS = { taken: 'Taken by Twilio', told: 'Delivered' };
const REMEMBERED = 'trunkline-phone';

/** The channel of text messages: three phones, all of this sandbox. */
export function createPhone({ state, path, desk, changed, onNews }) {
  let person = PHONES.find(({ id }) => id === sessionStorage.getItem(REMEMBERED)) ?? PHONES[0];
  const phone = createPhoneState(() => person, { path, changed, onNews });
  // At the desk a number is masked.
  const chats = () => desk.chats.filter(({ displayName }) => displayName === `+1…${person.id.slice(-4)}`);
  const draw = createPhoneView(phone, { chats, path, sandboxUrl: state.phone.url });

  function lanes() {
    const { messages } = phone;
    const own = messages.filter(({ direction }) => direction === 'out');
    const last = own.at(-1) ?? null;
    const arrived = messages
      .filter(({ arrivedAt, deliveryId }) => arrivedAt !== null && messageOfDelivery(deliveryId) !== null)
      .map(({ arrivedAt, deliveryId }) => ({ messageId: messageOfDelivery(deliveryId), at: Date.parse(arrivedAt) }));
    const deliveries = new Set(messages.map(({ deliveryId }) => deliveryId).filter((id) => id !== null));
    const customerId = customerIdOf(({ facts }) => deliveries.has(facts.deliveryId), path);
    const said = last && { key: last.sid, at: Date.parse(last.createdAt), stations: [webhookStation(last, path)] };
    return {
      ...mediumLanes({ said, customerId, chats: chats(), arrived, lastSteps: STEPS }, path),
      tally: [
        [`${person.name} texted`, own.length, 'the agent has', saidBy('CUSTOMER', chats()).length],
        [
          'Agents said',
          saidBy('AGENT', chats()).length,
          'the phone has',
          new Set(arrived.map(({ messageId }) => messageId)).size,
        ],
      ],
    };
  }

  return {
    id: 'phone',
    name: 'Text message',
    sub: 'On a phone, by Twilio',
    meanwhile: 'what Twilio could not post is fetched from it',
    fieldId: 'phone-text',
    people: () => PHONES,
    get personId() {
      return person.id;
    },
    pick(next) {
      person = next;
      sessionStorage.setItem(REMEMBERED, next.id);
      phone.show();
    },
    show: phone.show,
    hide: phone.hide,
    lanes,
    draw,
  };
}

function webhookStation({ sid, createdAt }, path) {
  const posted = path.last(
    ({ step, facts }) => step === 'wire.webhook' && facts.type === 'inbound' && facts.messageSid === sid,
  );
  const name = 'Webhook, signed';
  if (posted === undefined) return ahead(name);
  if (!(posted.facts.status >= 200 && posted.facts.status < 300)) return broken(ahead(name), 'no answer');
  return station(name, posted, Date.parse(createdAt));
}
