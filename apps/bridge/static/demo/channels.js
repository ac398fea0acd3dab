import { byId, setText } from './dom.js';
import { createPicker } from './picker.js';

const REMEMBERED = 'trunkline-channel';

/**
 * How the customer talks, and who that is. A channel is `{id, name, sub, meanwhile, fieldId, people(), personId, pick(person), show(),
 * hide(), draw(), lanes()}`; its `id` is also that of its part of the page.
 */
export function createChannels(channels, redraw) {
  let shown = channels.find(({ id }) => id === sessionStorage.getItem(REMEMBERED)) ?? channels[0];
  const showChannels = createPicker(byId('channels'), (channel) => {
    shown.hide();
    shown = channel;
    sessionStorage.setItem(REMEMBERED, channel.id);
    open();
    redraw();
  });
  const showPeople = createPicker(byId('personas'), (person) => {
    shown.pick(person);
    redraw();
  });

  function open() {
    for (const { id } of channels) byId(id).hidden = id !== shown.id;
    showPeople(shown.people(), shown.personId);
    setText(byId('customer-sub'), shown.sub);
    setText(byId('kill-meanwhile'), shown.meanwhile);
    byId('skip-customer').href = `#${shown.fieldId}`;
    shown.show();
  }

  return {
    current: () => shown,
    show() {
      showChannels(channels, shown.id);
      open();
    },
    draw: () => shown.draw(),
  };
}
