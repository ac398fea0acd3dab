import { conversationPhase, phaseWords } from './conversation-phase.js';
import { customerRows } from './customer-rows.js';
import { deliveryState } from './delivery-state.js';
import { byId, element, isUsable, messageRow, setText, setUsable, showList } from './dom.js';
import { createDrafts } from './drafts.js';

/** The customer’s chat. `current` gives the customer who is shown. */
export function createCustomerView(current, path) {
  const input = byId('customer-text');
  const end = byId('customer-end');
  const drafts = createDrafts(input);
  byId('customer-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = drafts.take();
    if (text !== '') current().say(text);
    input.focus();
  });
  input.addEventListener('input', () => {
    if (input.value.trim() !== '' && current().isOpen) current().type();
  });
  end.addEventListener('click', () => {
    if (isUsable(end)) void current().end();
  });

  return function draw() {
    const customer = current();
    drafts.show(customer.persona.id);
    showList(byId('customer-messages'), customerRows(customer), {
      key: (row) => `${customer.persona.id} ${row.key}`,
      create: createRow,
      update: (node, row) => updateRow(node, row, path),
    });
    const phase = conversationPhase(customer.entries);
    byId('customer-phase').dataset.phase = phase.phase;
    setText(byId('customer-phase'), phaseWords(phase));
    setText(byId('customer-typing'), customer.typing === null ? '' : `${customer.typing} is writing`);
    setUsable(end, customer.isOpen);
    input.placeholder = `Write as ${customer.persona.name}…`;
  };
}

function createRow({ isOwn, text, name, line, divider, empty }) {
  if (empty !== undefined) return element('li', { className: 'empty' }, empty);
  if (divider !== undefined) return element('li', { className: 'divider' }, divider);
  if (line !== undefined) return element('li', { className: 'line' }, line);
  return messageRow({ text, name, className: isOwn ? 'said own of-customer' : 'said of-agent' });
}

function updateRow(node, row, path) {
  const small = node.querySelector('small');
  if (small === null) return;
  const { state, label } = row.isOwn ? deliveryState(row, path) : { state: '', label: '' };
  node.dataset.state = state;
  const late = row.message?.late === true ? 'came late' : '';
  setText(small, [row.name, label, late].filter((part) => part !== '').join(' · '));
}
