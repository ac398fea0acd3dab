import { post } from './api.js';
import { deliveryState } from './delivery-state.js';
import { byId, element, setText, showList } from './dom.js';

const TYPING_EVERY_MS = 3_000;

const LINES = {
  'agent.joined': ({ data }) => `${data.agent.name ?? 'An agent'} joined`,
  'agent.left': ({ data }) => `${data.agent.name ?? 'The agent'} left`,
  'agent.transferred': ({ data }) => `${data.agent.name ?? 'The agent'} passed you on`,
  'conversation.ended': () => 'The chat has ended. Write again to begin a new one.',
  'message.failed': ({ data }) => `A message did not arrive: ${data.failure.detail}`,
};

/** The customer's chat. `current` gives the customer who is shown. */
export function createCustomerView(current, path) {
  const input = byId('customer-text');
  const end = byId('customer-end');
  let typedAt = 0;
  byId('customer-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    typedAt = 0;
    current().outbox.say(text);
  });
  input.addEventListener('input', () => {
    if (input.value === '' || !current().isOpen || Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    void post('/customer/typing', { id: current().persona.id });
  });
  end.addEventListener('click', () => void post('/customer/end', { id: current().persona.id }));

  return function draw() {
    const customer = current();
    const rows = rowsOf(customer);
    showList(byId('customer-messages'), rows, {
      key: (row) => `${customer.persona.id} ${row.key}`,
      create: createRow,
      update: (node, row) => updateRow(node, row, path),
    });
    setText(byId('customer-typing'), customer.typing === null ? '' : `${customer.typing} is writing`);
    end.disabled = !customer.isOpen;
    input.placeholder = `Write as ${customer.persona.name}…`;
  };
}

function rowsOf({ persona, entries, outbox }) {
  const rows = entries.map((entry) => {
    const { message } = entry.data;
    if (entry.type !== 'message.created') return { key: entry.number, line: LINES[entry.type](entry) };
    if (message.author.kind === 'system') return { key: entry.number, line: message.text };
    const own = message.author.kind === 'customer';
    const item = own ? outbox.items.find(({ messageId }) => messageId === message.id) : undefined;
    // The same element before and after the bridge told of it.
    return { key: item?.clientId ?? entry.number, own, message, item, text: message.text, name: message.author.name };
  });
  const told = new Set(rows.map(({ item }) => item));
  const waiting = outbox.items.filter((item) => !told.has(item));
  rows.push(...waiting.map((item) => ({ key: item.clientId, own: true, message: null, item, text: item.text })));
  if (rows.length > 0) return rows;
  return [{ key: 'empty', empty: `Say something as ${persona.name}. It goes to the real bridge and on to an agent.` }];
}

function createRow({ own, text, line, empty }) {
  if (empty !== undefined) return element('li', { className: 'empty' }, empty);
  if (line !== undefined) return element('li', { className: 'line' }, line);
  const bubble = element('p', { className: 'bubble' }, text);
  return element('li', { className: own ? 'said own of-customer' : 'said of-agent' }, bubble, element('small'));
}

function updateRow(node, row, path) {
  const small = node.querySelector('small');
  if (small === null) return;
  const { state, label } = row.own
    ? deliveryState(row, path)
    : { state: '', label: `${row.name ?? 'Agent'}${row.message.late === true ? ', late' : ''}` };
  node.dataset.state = state;
  setText(small, label);
}
