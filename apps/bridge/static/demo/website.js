import { createConnectionView } from './connection-view.js';
import { createCustomer } from './customer-state.js';
import { createCustomerView } from './customer-view.js';
import { createPersonas, rememberedPersona, rememberPersona } from './personas.js';
import { websiteLanes } from './website-path.js';

/** The channel of the website: three customers, each with the browser client. */
export function createWebsite({ state, path, desk, changed, onNews }) {
  const customers = createPersonas().map((persona) =>
    createCustomer(persona, { channelUrl: state.bridge.channel, path, changed, onNews }),
  );
  let shown = customers.find(({ persona }) => persona.id === rememberedPersona()) ?? customers[0];
  const current = () => shown;
  const views = [createCustomerView(current, path), createConnectionView(current)];
  return {
    id: 'website',
    name: 'Website',
    sub: 'On your website',
    meanwhile: 'what got no answer is sent again under the same id',
    fieldId: 'customer-text',
    people: () => customers.map(({ persona }) => persona),
    get personId() {
      return shown.persona.id;
    },
    pick(persona) {
      const before = shown;
      shown = customers.find((customer) => customer.persona.id === persona.id);
      before.hide();
      shown.show();
      rememberPersona(persona.id);
    },
    show: () => shown.show(),
    hide: () => shown.hide(),
    lanes: () => websiteLanes(shown, desk, path),
    draw() {
      for (const draw of views) draw();
    },
  };
}
