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
const STRANGERS = 200;
const STARVED_MS = 8_000;
const ENOUGH = '4096:4096';

/** The bridge may open fewer files than it has conversations, and strangers hold connections as well. */
export async function fewFiles({ progress, signal }: PartOptions): Promise<Part> {
  const scene = await openScene({ timing: UNHURRIED, keeper: { mostFiles: MOST_FILES } });
  const { bridge, agents, book } = scene;
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
    progress.say(
      `with ${MOST_FILES} files: ${accepted} messages accepted, ${attached} chats attended; now there are more`,
    );
    for (const socket of strangers) socket.destroy();
    await bridge.limit('nofile', ENOUGH);
    const from = performance.now();
    await saying;
    const acceptedMs = performance.now() - from;
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
        'all accepted after there were enough, ms': Math.round(acceptedMs),
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
  }
}
