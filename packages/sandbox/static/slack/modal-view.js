import { blocksView } from './blocks-view.js';
import { byId, element } from './dom.js';

let shownHash;
let fields = new Map();

/** Shows the modal on top, if there is one. `hands` are `submit(viewId, values)`, `close(viewId)`, `click(viewId, action)`. */
export function showModal(views, { names, people, hands }) {
  const dialog = byId('modal');
  const view = views.at(-1);
  if (view === undefined) {
    shownHash = undefined;
    if (dialog.open) dialog.close();
    return;
  }
  if (view.hash === shownHash) return;
  shownHash = view.hash;
  dialog.replaceChildren(formOf(view, { names, people, hands }));
  dialog.oncancel = (event) => {
    event.preventDefault();
    hands.close(view.id);
  };
  if (!dialog.open) dialog.showModal();
}

function formOf(view, { names, people, hands }) {
  fields = new Map();
  const close = element('button', { type: 'button', className: 'quiet' }, view.close?.text ?? 'Close');
  close.addEventListener('click', () => hands.close(view.id));
  const title = element('h2', { id: 'modal-title' }, view.title.text);
  const body = element('div', { className: 'modal-body' }, ...bodyOf(view, { names, people, hands }));
  const form = element('form', {}, element('div', { className: 'modal-head' }, title, close), body);
  if (view.submit) {
    const submit = element('button', { type: 'submit', className: 'primary' }, view.submit.text);
    form.append(element('div', { className: 'modal-foot' }, submit));
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { errors = {}, problem } = (await hands.submit(view.id, valuesOf())) ?? {};
    showErrors(problem === undefined ? errors : Object.fromEntries([...fields.keys()].map((id) => [id, problem])));
  });
  return form;
}

function bodyOf(view, { names, people, hands }) {
  return view.blocks.flatMap((block) => {
    if (block.type !== 'input') {
      return blocksView([block], { names, onAction: (action) => hands.click(view.id, action) });
    }
    return [inputOf(block, people)];
  });
}

function inputOf(block, people) {
  const { element: one, label, hint, optional } = block;
  const isGroup = one.type === 'radio_buttons' || one.type === 'checkboxes';
  const wrong = element('small', { className: 'wrong', role: 'alert' });
  const { nodes, read } = isGroup ? optionsOf(one, block.block_id) : fieldOf(one, { people, optional });
  fields.set(block.block_id, { actionId: one.action_id, read, wrong });
  const name = element(isGroup ? 'legend' : 'span', {}, optional ? `${label.text} (optional)` : label.text);
  const tip = hint ? [element('small', {}, hint.text)] : [];
  return element(isGroup ? 'fieldset' : 'label', { className: 'input' }, name, ...nodes, ...tip, wrong);
}

function fieldOf(one, { people, optional }) {
  const required = optional !== true;
  if (one.type === 'static_select' || one.type === 'users_select') {
    const options = one.options ?? (one.option_groups ?? []).flatMap((group) => group.options);
    const choices = one.type === 'users_select' ? people.map(({ id, realName }) => [realName, id]) : options.map(pair);
    const select = element('select', { required }, element('option', { value: '' }, one.placeholder?.text ?? 'Choose'));
    for (const [text, value] of choices) select.append(element('option', { value }, text));
    select.value = one.initial_option?.value ?? one.initial_user ?? '';
    return { nodes: [select], read: () => select.value || undefined };
  }
  const field = element(one.multiline ? 'textarea' : 'input', {
    required,
    value: one.initial_value ?? '',
    placeholder: one.placeholder?.text ?? '',
    rows: 4,
  });
  return { nodes: [field], read: () => field.value || undefined };
}

function optionsOf(one, blockId) {
  const type = one.type === 'checkboxes' ? 'checkbox' : 'radio';
  const boxes = one.options.map(pair).map(([text, value]) => {
    const checked = one.initial_option?.value === value;
    const box = element('input', { type, name: blockId, value, checked });
    return { box, node: element('label', { className: 'option' }, box, text) };
  });
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return { nodes: boxes.map(({ node }) => node), read: () => (type === 'radio' ? chosen()[0] : chosen()) };
}

function pair({ text, value }) {
  return [text.text, value];
}

function valuesOf() {
  const filled = [...fields].map(([blockId, { actionId, read }]) => [blockId, { [actionId]: read() }]);
  return Object.fromEntries(filled);
}

function showErrors(errors) {
  for (const [blockId, { wrong }] of fields) wrong.textContent = errors[blockId] ?? '';
}
