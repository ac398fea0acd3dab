import { element } from './dom.js';

/** The buttons below a message. One that wants to be confirmed asks in its place. `onClick` gets `{actionId, blockId}`. */
export function postActions({ block_id: blockId, elements }, onClick) {
  const row = element('div', { className: 'post-actions' });
  const usual = elements.filter(({ type }) => type === 'button').map(buttonOf);
  row.append(...usual);

  function buttonOf(one) {
    const button = plainButton(one.text.text, one.style === 'danger' ? 'danger' : 'quiet');
    button.addEventListener('click', () => {
      if (one.confirm) ask(one, button);
      else void onClick({ actionId: one.action_id, blockId });
    });
    return button;
  }

  function ask({ action_id: actionId, confirm }, button) {
    const yes = plainButton(confirm.confirm.text, 'danger');
    const no = plainButton(confirm.deny.text, 'quiet');
    yes.addEventListener('click', () => {
      back();
      void onClick({ actionId, blockId });
    });
    no.addEventListener('click', back);
    row.replaceChildren(element('span', {}, confirm.title.text), yes, no);
    yes.focus();
    function back() {
      row.replaceChildren(...usual);
      button.focus();
    }
  }

  return row;
}

function plainButton(text, className) {
  return element('button', { type: 'button', className }, text);
}
