import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BAD } from '../oracle/account.ts';
import { settleTwice } from '../run.ts';
import { openScene } from '../scene.ts';
import { UNHURRIED } from '../subject/timing.ts';
import type { Part, PartOptions } from './part.ts';
import { Talkers } from './talkers.ts';

/** Fewer than the conversations need, and the connections of strangers besides. */
const MOST_FILES = 160;
const CUSTOMERS = 200;
const STRANGERS = 60;
const STARVED_MS = 8_000;
const LOOK_EVERY_MS = 1_000;
const GIVE_UP_MS = 180_000;

/** The bridge may open fewer files than it has conversations, and strangers hold connections as well. */
export async function fewFiles({ progress, signal }: PartOptions): Promise<Part> {
  const scene = await openScene({ timing: UNHURRIED, keeper: { mostFiles: MOST_FILES } });
  const { bridge, agents, book, ledger } = scene;
  const strangers: Socket[] = [];
  try {
    await bridge.start();
    const { hostname, port } = new URL(bridge.url);
    let cut = 0;
    for (let one = 0; one < STRANGERS; one += 1) {
      const socket = connect(Number(port), hostname);
      socket
        .on('error', () => {})
        .on('close', () => {
          cut += 1;
        });
      strangers.push(socket);
    }
    const talkers = new Talkers(scene);
    const saying = Promise.all(Array.from({ length: CUSTOMERS }, (_, who) => talkers.say(who, signal)));
    await sleep(STARVED_MS, undefined, { signal });
    const attached = (await agents.openChats()).filter(({ sockets }) => sockets > 0).length;
    const accepted = book.accepted;
    progress.say(`with ${MOST_FILES} files: ${accepted} messages accepted, ${attached} chats attended; now they end`);
    for (const socket of strangers) socket.destroy();
    const from = performance.now();
    await saying;
    // Whoever has had an answer makes room for whoever waits.
    while ((await ledger.unfinished()) > 0 && performance.now() - from < GIVE_UP_MS) {
      const chats = (await agents.openChats()).filter(({ sockets }) => sockets > 0);
      await Promise.all(chats.map(({ id }) => agents.act(id, 'leave').catch(() => {})));
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
    const allMs = performance.now() - from;
    const restless = await settleTwice(scene, signal);
    const accounts = await scene.account();
    const bad = accounts.verdicts.filter(({ outcome }) => BAD.some((one) => one === outcome)).length;
    return {
      name: 'too few files',
      figures: {
        'files it may open': MOST_FILES,
        'conversations wanted': CUSTOMERS,
        'connections of strangers': STRANGERS,
        'of them cut off': cut,
        'accepted meanwhile': accepted,
        'attended meanwhile': attached,
        'all answered after chats began to end, ms': Math.round(allMs),
        'lost, doubled or out of order': bad,
      },
      problems: [
        ...restless,
        ...accounts.problems,
        ...(bad > 0 ? [`${bad} messages were lost, doubled, out of order or unaccounted`] : []),
      ],
    };
  } finally {
    for (const socket of strangers) socket.destroy();
    await scene.close();
    await scene.remove();
  }
}
