import { post } from './api.js';
import { duration } from './delivery-state.js';
import { byId, isUsable, setText, setUsable } from './dom.js';

const DOWN_MS = 5_000;
const STATES = { 'bridge.spawned': 'starting', 'bridge.ready': 'up', 'bridge.killed': 'down', 'bridge.died': 'down' };

/** The switch that kills the bridge, what came of it, and whether the bridge is up. `told`: as the page was opened. */
export function createKillView(path, told) {
  const button = byId('kill');
  button.addEventListener('click', () => {
    if (isUsable(button)) void post('/kill', { downMs: byId('kill-long').checked ? DOWN_MS : 0 });
  });

  return function draw() {
    // What happened before the page was opened may no longer be told.
    const last = path.last(({ step }) => step in STATES);
    const { state, pid } = last === undefined ? told : { state: STATES[last.step], pid: last.facts.pid };
    const pill = byId('bridge-pill');
    pill.dataset.state = state;
    setText(pill, { up: `Bridge up · pid ${pid}`, down: 'Bridge down', starting: 'Bridge starting' }[state]);
    setUsable(button, state === 'up');
    setText(byId('kill-outcome'), outcome(path));
  };
}

function outcome(path) {
  const killed = path.last(({ step }) => step === 'bridge.killed');
  if (killed === undefined) return '';
  const later = (step) => path.first((event) => event.step === step && event.order > killed.order);
  const { pid, downMs } = killed.facts;
  const ready = later('bridge.ready');
  if (ready === undefined) return `Process ${pid} is dead. Write on both sides meanwhile.`;
  const attached = later('session.attached');
  const took = attached === undefined ? ready.facts.ms : attached.ms - ready.ms + ready.facts.ms;
  const what = attached === undefined ? 'was ready' : 'held the chats again';
  const kept = downMs > 0 ? `, ${downMs / 1_000} s as you asked` : '';
  return `Process ${pid} was dead${kept}. Process ${ready.facts.pid} ${what} ${duration(took)} after its start.`;
}
