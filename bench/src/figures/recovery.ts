import { setTimeout as sleep } from 'node:timers/promises';
import { EchoBook } from '../load/echo-book.ts';
import { openConversations } from '../load/open-conversations.ts';
import { mostConversations, type Room } from '../machine/room.ts';
import type { Stage } from '../stage.ts';
import type { BenchRun } from './bench-run.ts';

/** Customers who are in the middle of a round trip when the bridge is killed. */
const CAUGHT = 50;
const SAY_AT_ONCE = 16;
const GIVE_UP_MS = 60_000;
const LOOK_EVERY_MS = 5;
const MEANWHILE = /^meanwhile customer-(\d+)$/;

export interface Recovery {
  readonly conversations: number;
  /** From the start of the new process until it took requests. */
  readonly readyMs: number;
  /** From the start of the new process until every customer had what the agent said meanwhile. */
  readonly recoveredS: number;
}

/** `kill -9` with conversations open and messages under way; agents speak to all of them before the bridge is back. */
export async function measureRecovery(run: BenchRun, room: Room): Promise<Recovery> {
  const conversations = Math.min(run.settings.recoverConversations, mostConversations(room));
  if (conversations < run.settings.recoverConversations)
    run.reduced.push(`recovery: ${conversations} conversations instead of ${run.settings.recoverConversations}`);
  const stage = await run.open('bridge');
  const { subject, customers, receiver } = stage;
  run.progress(`recovery: opening ${conversations} conversations`);
  await openConversations(stage, conversations, run.settings.openWithinMs);
  const book = new EchoBook();
  let filled = 0;
  receiver.onTold = (told) => {
    if (customers.told(told)) return;
    const customer = MEANWHILE.exec(told.text)?.[1];
    if (customer !== undefined && book.arrived(Number(customer), 0, told.isRepeat)) filled += 1;
  };
  const caught = Array.from({ length: Math.min(CAUGHT, conversations) }, (_, one) => customers.roundTrip(one));
  await sleep(1);
  await subject.kill();
  await speakToAll(stage);
  run.progress('recovery: the bridge was killed, all agents have spoken, it starts again');
  const from = performance.now();
  const readyMs = await subject.start();
  while (filled < conversations && performance.now() - from < GIVE_UP_MS) await sleep(LOOK_EVERY_MS);
  const recoveredS = (performance.now() - from) / 1_000;
  await Promise.race([Promise.all(caught), customers.settled(GIVE_UP_MS)]);
  for (let customer = 0; customer < conversations; customer += 1) book.close(customer, 1);
  for (const [what, count] of Object.entries(book.faults))
    run.fault({ subject: 'bridge', figure: 'recovery', what: `${what} while the gap was filled`, count });
  run.progress(`recovery: ${filled} of ${conversations} conversations in ${recoveredS.toFixed(1)} s`);
  await run.finish(stage, 'recovery');
  return { conversations, readyMs, recoveredS };
}

async function speakToAll({ sandbox }: Stage): Promise<void> {
  const chats = [...(await sandbox.chats())];
  async function work(): Promise<void> {
    for (let chat = chats.shift(); chat !== undefined; chat = chats.shift())
      await sandbox.say(chat.id, `meanwhile ${chat.displayName}`);
  }
  await Promise.all(Array.from({ length: SAY_AT_ONCE }, work));
}
