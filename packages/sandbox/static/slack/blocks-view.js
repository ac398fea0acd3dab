import { element } from './dom.js';
import { mrkdwn } from './mrkdwn.js';

/** Nodes of blocks. `onAction` is called with `{actionId, blockId, value?}`. */
export function blocksView(blocks, { names, onAction }) {
  return blocks.map((block) => {
    const node = element('div', { className: 'block', 'data-type': block.type });
    node.append(...contentOf(block, { names, onAction }));
    return node;
  });
}

function contentOf(block, { names, onAction }) {
  const act = (one) => actionElement(one, block.block_id, onAction);
  switch (block.type) {
    case 'header':
    case 'markdown':
      return [textView(block.text, names)];
    case 'section':
      return [sectionText(block, names), ...(block.accessory ? [act(block.accessory)] : [])];
    case 'context':
      return block.elements.map((one) => (one.type === 'image' ? picture(one) : textView(one, names)));
    case 'actions':
      return block.elements.map(act);
    case 'divider':
      return [element('hr')];
    case 'image':
      return [picture(block)];
    default:
      return [];
  }
}

function sectionText({ text, fields = [] }, names) {
  const node = element('div', {}, ...(text ? [textView(text, names)] : []));
  if (fields.length > 0)
    node.append(element('div', { className: 'fields' }, ...fields.map((one) => textView(one, names))));
  return node;
}

/** `text` is an object of Block Kit, or of a markdown block a string. */
function textView(text, names) {
  const content = typeof text === 'string' ? text : text.text;
  const isPlain = text.type === 'plain_text' || typeof text === 'string';
  return element('div', { className: 'said' }, ...(isPlain ? [content] : mrkdwn(content, names)));
}

function picture({ image_url: src, alt_text: alt }) {
  return element('img', { src, alt: alt ?? '' });
}

function actionElement(one, blockId, onAction) {
  if (one.type === 'image') return picture(one);
  if (one.type === 'button') return button(one, blockId, onAction);
  const options = one.options ?? (one.option_groups ?? []).flatMap((group) => group.options);
  if (options === undefined || options.length === 0) return element('span', {}, `(${one.type})`);
  const empty = element('option', { value: '', disabled: true, selected: true }, one.placeholder?.text ?? 'Choose');
  const select = element('select', { 'aria-label': one.placeholder?.text ?? 'Choose' }, empty);
  for (const { text, value } of options) select.append(element('option', { value }, text.text));
  select.addEventListener('change', () => onAction({ actionId: one.action_id, blockId, value: select.value }));
  return select;
}

function button(one, blockId, onAction) {
  const node = element('button', { type: 'button', className: one.style ?? '' }, one.text.text);
  node.addEventListener('click', async () => {
    if (one.url) open(one.url, '_blank', 'noreferrer,noopener');
    if (one.confirm && !confirm(`${one.confirm.title.text}\n\n${one.confirm.text.text}`)) return;
    node.disabled = true;
    await onAction({ actionId: one.action_id, blockId });
    node.disabled = false;
  });
  return node;
}
