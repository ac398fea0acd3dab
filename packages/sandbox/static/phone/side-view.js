import { byId, element, setText, showList, timeOfDay } from './dom.js';

/** Phones that have written or been written to, the latest first. */
export function showPhones(phones, { own, select }) {
  setText(byId('count'), String(phones.length));
  byId('no-phones').hidden = phones.length > 0;
  showList(byId('phones'), phones, {
    key: ({ phone }) => phone,
    create: ({ phone }) => createPhone(() => select(phone)),
    update: ({ firstChild: button }, { phone, messages, latestAt, optedOutOf }) => {
      const [name, state, how] = button.children;
      button.setAttribute('aria-current', String(phone === own));
      setText(name, phone);
      setText(state, optedOutOf.length > 0 ? 'opted out' : '');
      setText(how, `${messages} messages, the last ${timeOfDay(latestAt)}`);
    },
  });
}

function createPhone(choose) {
  const button = element(
    'button',
    { type: 'button', className: 'entry' },
    element('b'),
    element('span', { className: 'new' }),
    element('small'),
  );
  button.addEventListener('click', choose);
  return element('li', {}, button);
}

/** Rules that still wait for what they strike. */
export function showFaults(faults) {
  showList(byId('faults'), faults, {
    key: ({ id }) => id,
    create: () => element('li'),
    update: (node, { operation, effect, code, phone, remaining }) => {
      const often = remaining === null ? 'always' : `${remaining}×`;
      setText(node, [operation, effect, code, phone && `for ${phone}`, often].filter(Boolean).join(' '));
    },
  });
}

/** What went wrong with webhooks, the latest first. */
export function showTrouble(entries) {
  byId('no-trouble').hidden = entries.length > 0;
  showList(byId('trouble'), entries.toReversed(), {
    key: ({ sid }) => sid,
    create: ({ at, code, message, url }) =>
      element('li', {}, element('b', {}, `${code} `), message, element('small', {}, `${timeOfDay(at)} ${url}`)),
    update: () => {},
  });
}
