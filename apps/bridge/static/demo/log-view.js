import { byId, element } from './dom.js';

const SHOWN = 120;
const QUIET_FACTS = new Set([
  'level',
  'channel',
  'customerId',
  'deliveryId',
  'signature',
  'server',
  'admin',
  'late',
  'attempt',
  'repeated',
  'clientId',
  'duplicate',
  'messageSid',
]);
const NAMES = {
  bridge: 'bridge',
  page: 'page',
  genesys: 'genesys',
  twilio: 'twilio',
  slack: 'slack',
  webhook: 'webhook',
  supervisor: 'process',
};

/** The latest events, the newest on top. */
export function createLogView(path) {
  const rows = byId('log-rows');
  let drawn = 0;
  return function draw() {
    const fresh = path.events.filter(({ order }) => order > drawn);
    if (fresh.length === 0) return;
    drawn = fresh.at(-1).order;
    fresh.sort((a, b) => b.ms - a.ms || b.order - a.order);
    rows.prepend(...fresh.slice(0, SHOWN).map(createRow));
    while (rows.children.length > SHOWN) rows.lastElementChild.remove();
  };
}

function createRow(event) {
  return element(
    'tr',
    {},
    element('td', {}, new Date(event.ms).toISOString().slice(11, 23)),
    element('td', { className: `source ${event.source}` }, NAMES[event.source]),
    element('td', {}, event.step.replace('wire.', '')),
    element('td', {}, factsOf(event)),
  );
}

function factsOf({ step, messageId, facts }) {
  if (step === 'wire.rest' || step === 'wire.webhook')
    return `${facts.method} ${facts.path} → ${facts.status ?? 'no answer'}`;
  if (step === 'message.posted') return 'POST /channels/web/messages';
  if (step === 'message.unanswered') return 'no bridge there; the page asks again under the same id';
  if (step.startsWith('wire.')) return [facts.type, facts.value].filter((part) => part !== undefined).join(' ');
  const told = Object.entries(facts)
    .filter(([name, value]) => !QUIET_FACTS.has(name) && value !== null && value !== '')
    .map(([name, value]) => `${name} ${value}`);
  if (messageId !== null) told.push(`message …${messageId.slice(-6)}`);
  if (facts.signature !== undefined) told.push(`signature ${facts.signature}`);
  for (const flag of ['repeated', 'duplicate', 'late']) if (facts[flag] === true) told.push(flag);
  return told.join(' · ');
}
