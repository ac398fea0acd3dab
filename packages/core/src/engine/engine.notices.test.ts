import { describe, expect, it } from 'vitest';
import type { Receipt } from '../contracts/channel-adapter.ts';
import type { Delivery } from '../domain/delivery.ts';
import { address } from '../domain/ids.ts';
import type { Kept } from '../session/state.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const HOUR = 3_600_000;
const ANN = address('ann');
const UNREACHABLE = { code: 'fake.30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
const NOTICE = 'The customer did not get your last message: unreachable handset';
const CORRECTION = 'The customer did get your message after all.';

interface Scene {
  readonly w: EngineWorld;
  readonly disk: MemoryDisk;
  readonly process: Process;
}

/** A chat that is over; its last words were taken by the medium. */
async function endedChat({ toAgent = 24 * HOUR }: { readonly toAgent?: number } = {}): Promise<Scene> {
  const disk = new MemoryDisk();
  const w = worldOn(disk, { toAgent }, { capabilities: { presence: 'structured', waiting: true, receipts: true } });
  const process = await w.startProcess();
  await process.channel.say('ann', 'hello');
  await settle();
  w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
  w.contactCenter.say(chatOf(w, 'ann'), 'bye');
  await settle();
  w.contactCenter.end(chatOf(w, 'ann'));
  await w.clock.advance(60_000);
  return { w, disk, process };
}

async function tell({ w }: Scene, { channel }: Process, state: Receipt['state']): Promise<void> {
  const of = { deliveryId: w.medium.deliveryOf('ann', 'bye') };
  const receipt: Receipt = state === 'failed' ? { of, state, failure: UNREACHABLE } : { of, state };
  await channel.context().receiveReceipt(ANN, receipt);
  await settle();
}

function keptOf({ disk }: Scene): Kept {
  return [...disk.customers.values()][0]?.state as unknown as Kept;
}

function heardIn({ w }: Scene, chat: number): readonly string[] {
  return (w.contactCenter.chats[chat]?.history ?? []).filter(({ from }) => from === 'own').map(({ text }) => text);
}

function notices({ disk }: Scene): readonly Delivery[] {
  return [...disk.deliveries.values()].filter(
    ({ direction, body }) => direction === 'toAgent' && body.kind !== 'message',
  );
}

describe('a notice for which no conversation is open', () => {
  it('opens none, and is the first thing that the next agent hears', async () => {
    const scene = await endedChat();
    const { w, process } = scene;
    await tell(scene, process, 'failed');
    await w.clock.advance(HOUR);
    expect([w.contactCenter.chats.length, keptOf(scene).toAgent.queued, keptOf(scene).toAgent.notices]).toEqual([
      1, 1, 1,
    ]);
    await process.channel.say('ann', 'are you still there?');
    await settle();
    expect(heardIn(scene, 1)).toEqual([NOTICE, 'are you still there?']);
    expect(notices(scene)).toMatchObject([{ state: 'sent' }]);
    expect(keptOf(scene).toAgent).toMatchObject({ queued: 0, notices: 0, oldestAt: null, outstanding: null });
  });

  it('is followed by its correction, if that comes before anybody has heard either', async () => {
    const scene = await endedChat();
    const { process } = scene;
    await tell(scene, process, 'failed');
    await tell(scene, process, 'delivered');
    await tell(scene, process, 'delivered');
    await process.channel.say('ann', 'thanks');
    await settle();
    expect(heardIn(scene, 1)).toEqual([NOTICE, CORRECTION, 'thanks']);
  });

  it('waits in the store, over a restart and over chats in which it could not be told', async () => {
    const scene = await endedChat();
    const { w, process } = scene;
    await tell(scene, process, 'failed');
    w.kill(process);
    const second = await w.startProcess();
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'away' : 'none');
    await second.channel.say('ann', 'one');
    await w.clock.advance(10_000);
    w.contactCenter.end(chatOf(w, 'ann'));
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(120_000);
    expect(w.contactCenter.chats.slice(1).flatMap((_, chat) => heardIn(scene, chat + 1))).toEqual([NOTICE, 'one']);
  });

  it('expires with its age, and nobody is told of that', async () => {
    const scene = await endedChat({ toAgent: HOUR });
    const { w, process } = scene;
    await tell(scene, process, 'failed');
    const told = w.medium.told('ann').length;
    await w.clock.advance(2 * HOUR);
    expect(notices(scene)).toMatchObject([{ state: 'expired' }]);
    expect(keptOf(scene).toAgent).toMatchObject({ queued: 0, notices: 0, oldestAt: null });
    expect([w.contactCenter.chats.length, w.medium.told('ann').length]).toEqual([1, told]);
    expect(await process.store.active({ after: null, limit: 1 })).toEqual([]);
    await process.channel.say('ann', 'hello again');
    await settle();
    expect(heardIn(scene, 1)).toEqual(['hello again']);
  });

  it('that an operator drops is not told', async () => {
    const scene = await endedChat();
    const { process } = scene;
    await tell(scene, process, 'failed');
    const [notice] = notices(scene);
    if (notice === undefined) throw new Error('there is no notice');
    const { customerId, id: deliveryId } = notice;
    await process.store.record({ id: 'i1', customerId, at: 0, event: { type: 'drop', deliveryId } });
    await settle();
    expect(keptOf(scene).toAgent).toMatchObject({ queued: 0, notices: 0, oldestAt: null });
    await process.channel.say('ann', 'hello again');
    await settle();
    expect(heardIn(scene, 1)).toEqual(['hello again']);
  });
});

describe('what has become too old', () => {
  const TOO_OLD = 'The customer did not get your last message: it could not be delivered in time';

  it.each([
    ['is not said to have failed where an earlier attempt may have arrived', 'unknownAfter', 'down', true],
    ['is not said to have failed while nobody can tell of the only attempt', 'unknownBefore', 'unknownBefore', true],
    ['did not arrive where every attempt was refused', 'down', 'down', false],
  ] as const)('%s', async (_name, first, then, isDoubtful) => {
    const disk = new MemoryDisk();
    const w = worldOn(disk, { toCustomer: HOUR });
    const process = await w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    w.medium.fault = () => first;
    w.contactCenter.say(chatOf(w, 'ann'), 'the answer');
    await settle();
    w.medium.fault = () => then;
    await w.clock.advance(2 * HOUR);
    const told = isDoubtful ? `${TOO_OLD}, but an earlier attempt may have arrived` : TOO_OLD;
    expect(heardIn({ w, disk, process }, 0)).toEqual(['hello', told]);
  });
});
