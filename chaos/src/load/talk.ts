import { setTimeout as sleep } from 'node:timers/promises';
import { Chance } from '@trunkline/bench/chance';
import type { Turns } from '../schedule/turns.ts';
import type { Saying, Side } from '../sides/side.ts';
import type { Book } from './book.ts';

export interface TalkOptions {
  readonly seed: number;
  readonly messages: number;
  readonly customers: number;
  /** Over how long they are spread, if everything works. */
  readonly overMs: number;
  readonly sides: readonly Side[];
  readonly bridgeUrl: string;
  readonly book: Book;
  readonly turns: Turns;
  /** Aborts when enough was said. */
  readonly enough: AbortSignal;
}

/** Requests that are under way at the same time at most. */
const AT_ONCE = 300;
const TICK_MS = 5;
/** Of what customers say: so many in a hundred is the same word again and again. */
const SAME = 20;
/** So many in a hundred come again, at once or after a while, as providers do. */
const AGAIN = 4;
const LONG = 3;
const WORDS = 'is there any news of the parcel that I sent back last week? It has not come – ärgerlich 😕';

/** Customers speak, each in order, none waiting for an answer. What who says and when follows from the seed. */
export async function talk(options: TalkOptions, signal: AbortSignal): Promise<void> {
  const { messages, overMs, sides, bridgeUrl, book, turns, enough } = options;
  const next = sayings(options);
  const tails = new Map<string, Promise<void>>();
  const from = performance.now();
  let underWay = 0;
  let failed: unknown = null;

  async function say(side: Side, saying: Saying, again: boolean): Promise<void> {
    book.note(side, saying, await side.say(bridgeUrl, saying, signal));
    if (!again) return;
    const problem = await side.comeAgain(bridgeUrl, saying, signal);
    book.cameAgain += 1;
    if (problem !== null) book.problems.push(`${saying.customer}/${saying.number}: ${problem}`);
  }

  for (let begun = 0; begun < messages && !enough.aborted; ) {
    signal.throwIfAborted();
    const due = Math.min(messages, turns.upTo(), Math.ceil(((performance.now() - from) / overMs) * messages));
    for (; begun < due && underWay < AT_ONCE; begun += 1) {
      const { who, saying, again } = next();
      const side = sides[who % sides.length];
      if (side === undefined) throw new RangeError('there is no side');
      underWay += 1;
      const tail = (tails.get(saying.customer) ?? Promise.resolve())
        .then(() => say(side, saying, again))
        .catch((error: unknown) => {
          failed = error;
        })
        .finally(() => {
          underWay -= 1;
        });
      tails.set(saying.customer, tail);
    }
    if (failed !== null) throw failed;
    await sleep(TICK_MS, undefined, { signal });
  }
  await Promise.all(tails.values());
  if (failed !== null) throw failed;
}

interface Turn {
  readonly who: number;
  readonly saying: Saying;
  readonly again: boolean;
}

function sayings({ seed, customers }: TalkOptions): () => Turn {
  const chance = new Chance(seed);
  const said = new Map<number, number>();
  return () => {
    const who = Math.floor(chance.next() * customers);
    const number = said.get(who) ?? 0;
    said.set(who, number + 1);
    const luck = chance.next() * 100;
    const text = luck < SAME ? 'ok' : `${who} ${number} ${luck < SAME + LONG ? WORDS.repeat(12) : WORDS}`;
    const again = chance.next() * 100 < AGAIN;
    return { who, saying: { customer: `customer-${who}`, number, text }, again };
  };
}
