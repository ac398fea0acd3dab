import { announce } from './announcer.js';
import { get } from './api.js';
import { createConnectionView } from './connection-view.js';
import { createCustomer } from './customer-state.js';
import { createCustomerView } from './customer-view.js';
import { createDesk } from './desk-state.js';
import { createDeskView } from './desk-view.js';
import { byId, element, oncePerFrame } from './dom.js';
import { eventNews } from './event-words.js';
import { createKillView } from './kill-view.js';
import { createLogView } from './log-view.js';
import { createPathStore } from './path-store.js';
import { createPathView } from './path-view.js';
import { createPersonas, rememberedPersona, rememberPersona } from './personas.js';

const state = await get('/state');
const redraw = oncePerFrame(() => {
  for (const draw of views) draw();
});
const path = createPathStore();
const customers = createPersonas().map((persona) =>
  createCustomer(persona, { channelUrl: state.bridge.channel, path, changed: redraw, onNews: tellNews }),
);
let shown = customers.find(({ persona }) => persona.id === rememberedPersona()) ?? customers[0];
const current = () => shown;
const desk = createDesk(path, { changed: redraw, onNews: announce });
const views = [
  createCustomerView(current, path),
  createConnectionView(current),
  createDeskView(desk, { sandboxUrl: state.sandbox.url, redraw }),
  createPathView(current, desk, path),
  createLogView(path),
  createKillView(path, state.bridge),
];

function tellNews(customer, event) {
  const news = eventNews(event);
  if (news !== null) announce(`To ${customer.persona.name}: ${news}`);
}

function addPersonas() {
  for (const customer of customers) {
    const radio = element('input', { type: 'radio', name: 'persona', checked: customer === shown });
    radio.addEventListener('change', () => {
      const before = shown;
      shown = customer;
      before.hide();
      customer.show();
      rememberPersona(customer.persona.id);
      redraw();
    });
    byId('personas').append(element('label', {}, radio, element('span', {}, customer.persona.name)));
  }
}

// Not every browser lets the keyboard scroll what is no control.
for (const scroller of document.querySelectorAll('.scroll')) scroller.tabIndex = 0;
addPersonas();
path.onEvent(redraw);
shown.show();
redraw();
byId('customer-text').focus();
