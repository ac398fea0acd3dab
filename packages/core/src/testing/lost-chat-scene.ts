import type { EngineWorld, Process } from './engine-harness.ts';
import { settle } from './manual-clock.ts';
import type { MemoryDisk } from './memory-store.ts';

/** A process whose customer has said one thing. */
export async function begin(w: EngineWorld, text: string = 'my order is late'): Promise<Process> {
  const process = await w.startProcess();
  await process.channel.say('ann', text);
  await settle();
  return process;
}

/** What the agents of the n-th chat were told. */
export function heardIn(w: EngineWorld, chat: number): readonly string[] {
  return (w.contactCenter.chats[chat]?.history ?? []).filter(({ from }) => from === 'own').map(({ text }) => text);
}

/** `kill -9`, and another process after a while. */
export async function restartAfter(w: EngineWorld, process: Process, ms: number): Promise<Process> {
  w.kill(process);
  await w.clock.advance(ms);
  return await w.startProcess();
}

interface Wish {
  readonly type: 'retry' | 'drop';
  /** Of the delivery. */
  readonly text: string;
}

/** An operator has a delivery tried again or dropped. */
export async function operator({ store }: Process, disk: MemoryDisk, { type, text }: Wish): Promise<void> {
  const found = [...disk.deliveries.values()].find(({ body }) => body.kind === 'message' && body.text === text);
  if (found === undefined) throw new Error('no such delivery');
  await store.record({ id: type, customerId: found.customerId, at: 1, event: { type, deliveryId: found.id } });
  await settle();
}
