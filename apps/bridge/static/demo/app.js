import { announce } from './announcer.js';
import { get } from './api.js';
import { createChannels } from './channels.js';
import { createDesk } from './desk-state.js';
import { createDeskView } from './desk-view.js';
import { byId, oncePerFrame } from './dom.js';
import { eventNews } from './event-words.js';
import { createKillView } from './kill-view.js';
import { createLogView } from './log-view.js';
import { createPathStore } from './path-store.js';
import { createPathView } from './path-view.js';
import { createPhone } from './phone.js';
import { createWebsite } from './website.js';
import { createWorkspace } from './workspace.js';

const [state, { items: teams }] = await Promise.all([get('/state'), get('/slack/teams')]);
const redraw = oncePerFrame(() => {
  for (const draw of views) draw();
});
const path = createPathStore();
const desk = createDesk(path, { changed: redraw, onNews: announce });
const parts = { state, path, desk, changed: redraw };
const channels = createChannels(
  [
    createWebsite({ ...parts, onNews: tellNews }),
    createPhone({ ...parts, onNews: announce }),
    createWorkspace(teams[0], { ...parts, onNews: announce }),
  ],
  redraw,
);
const views = [
  channels.draw,
  createDeskView(desk, { sandboxUrl: state.sandbox.url, redraw }),
  createPathView(channels.current),
  createLogView(path),
  createKillView(path, state.bridge),
];

function tellNews(customer, event) {
  const news = eventNews(event);
  if (news !== null) announce(`To ${customer.persona.name}: ${news}`);
}

// Not every browser lets the keyboard scroll what is no control.
for (const scroller of document.querySelectorAll('.scroll')) scroller.tabIndex = 0;
path.onEvent(redraw);
channels.show();
redraw();
byId(channels.current().fieldId).focus();
