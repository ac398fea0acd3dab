import { byId, element, setText } from './dom.js';

/**
 * The two lanes and the count of what was said and what arrived. `current` gives the channel that is shown; its `lanes()`
 * are `{out, back, tally}`: each lane `{key, stations}`, the tally two rows `[who said, how many, who has, how many]`.
 */
export function createPathView(current) {
  const out = lane(byId('lane-out'));
  const back = lane(byId('lane-back'));
  const list = byId('tally');

  return function draw() {
    const { id, lanes } = current();
    const now = lanes();
    out(now.out.stations, `${id} ${now.out.key}`);
    back(now.back.stations, `${id} ${now.back.key}`);
    drawTally(list, now.tally);
  };
}

/** Draws stations into a list; another message begins without the lights of the one before. */
function lane(list) {
  let shown = null;
  return (stations, key) => {
    if (list.children.length !== stations.length || shown !== key) {
      list.replaceChildren(...stations.map((_station, order) => createStation(order)));
      shown = key;
      // The lights go on one after the other only if the browser has drawn them off.
      list.getBoundingClientRect();
    }
    stations.forEach(({ name, state, note }, order) => {
      const node = list.children[order];
      node.dataset.state = state;
      setText(node.querySelector('b'), name);
      setText(node.querySelector('small'), note);
    });
  };
}

function createStation(order) {
  const dot = element('span', { className: 'dot', 'aria-hidden': 'true' });
  const node = element('li', { className: 'station', data: { state: 'ahead' } }, dot, element('b'), element('small'));
  node.style.setProperty('--order', String(order));
  return node;
}

function drawTally(list, rows) {
  if (list.children.length === 0) list.append(...rows.map(() => element('div', {}, element('dt'), element('dd'))));
  rows.forEach(([who, from, whom, to], index) => {
    const row = list.children[index];
    row.className = from > 0 && from === to ? 'whole' : '';
    setText(row.firstChild, `${who} ${from}, ${whom}`);
    setText(row.lastChild, String(to));
  });
}
