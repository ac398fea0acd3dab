import type { Address } from '@trunkline/core';
import { decodeAddress, isProvisional } from '../address.ts';
import type { Inbound } from './inbound.ts';
import { talksIn } from './talks.ts';

/** What somebody says to the app beside all threads. */
export interface Aside {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
}

const PREFIX = 'aside/';
/** More than come in during the time that a look reaches back. */
const MOST_KEPT = 100;

/**
 * Who asked elsewhere is answered in a thread of their direct messages, and many write below it instead of in it. While
 * exactly one such thread is open, and no conversation in the direct message itself, they mean that one. Decided once:
 * a message that comes again goes where it went. Null: it is no aside.
 */
export async function threadOfAside(inbound: Inbound, aside: Aside): Promise<string | null> {
  const { context, channels } = inbound;
  const { team, channel, ts } = aside;
  const kept = await keptAsides(inbound, aside);
  const known = kept[ts];
  if (known !== undefined) return known;
  const direct = channels.addressOf({ team, channel, thread: null });
  const threads = (await talksIn(context, team, direct)).flatMap((address) => earlierThread(address, ts));
  if (threads.length === 0) return null;
  const open: string[] = [];
  for (const thread of threads)
    if ((await context.conversation(channels.addressOf({ team, channel, thread }))) !== null) open.push(thread);
  const [only = null, ...others] = open;
  const isFree = others.length === 0 && (await context.conversation(direct)) === null;
  const thread = isFree ? only : null;
  const latest = Object.entries({ ...kept, [ts]: thread })
    .sort(([a], [b]) => Number(a) - Number(b))
    .slice(-MOST_KEPT);
  await context.storage.put({ [asidesKey(aside)]: Object.fromEntries(latest) });
  return thread;
}

/** The thread that an aside was taken for; null: none. */
export async function keptThread(inbound: Inbound, aside: Aside): Promise<string | null> {
  return (await keptAsides(inbound, aside))[aside.ts] ?? null;
}

type Kept = Readonly<Record<string, string | null>>;

async function keptAsides({ context }: Inbound, aside: Aside): Promise<Kept> {
  const kept = await context.storage.get(asidesKey(aside));
  return typeof kept === 'object' && kept !== null ? (kept as Kept) : {};
}

export function asidesKey({ team, channel }: Omit<Aside, 'ts'>): string {
  return `${PREFIX}${team}/${channel}`;
}

function earlierThread(address: Address, ts: string): readonly string[] {
  const place = decodeAddress(address);
  if (place === null || isProvisional(place) || place.thread === null) return [];
  return Number(place.thread) < Number(ts) ? [place.thread] : [];
}
