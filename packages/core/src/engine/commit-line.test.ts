import { expect, it } from 'vitest';
import type { Commit, CommitResult } from '../contracts/store.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import { address, channelName, conversationId, customerId, deliveryId } from '../domain/ids.ts';
import type { Step } from '../session/effect.ts';
import { type CustomerState, freshConversation, newCustomerState } from '../session/state.ts';
import { ManualClock, settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';
import { CommitLine } from './commit-line.ts';
import { FencedError } from './fenced-error.ts';

const CUSTOMER = { id: customerId('u_1'), channel: channelName('web'), address: address('ada') };
const NOTHING = {
  seen: [],
  conversations: [],
  messages: [],
  enqueue: [],
  change: [],
  claim: [],
  timeline: [],
  aliases: [],
};
const TIMES = { previousId: null, transport: 'fake', openedAt: 1 };

/** A customer in a conversation whose every step counts the timeline on, so that each state is another. */
function stepAt(timelineNumber: number, arrived: boolean): Step<CustomerState> {
  const conversation = { ...freshConversation, ...TIMES, id: conversationId('c_1') };
  const state = { ...newCustomerState, kept: { ...newCustomerState.kept, conversation, timelineNumber } };
  const change = arrived ? [{ id: deliveryId('d'), state: 'sent' as const }] : [];
  return { state, writes: { ...NOTHING, change }, effects: [], traces: [] };
}

function setUp() {
  const clock = new ManualClock();
  const disk = new MemoryDisk();
  const memory = createMemoryStore(disk);
  const asked: { readonly version: number; readonly relaxed: boolean }[] = [];
  const told = { fenced: 0, refuse: 0 };
  const held: (() => void)[] = [];
  const hold = { now: false };
  const store = {
    ...memory,
    commit: async (commit: Commit): Promise<CommitResult> => {
      asked.push({ version: commit.version, relaxed: commit.relaxed === true });
      if (hold.now) await new Promise<void>((resolve) => held.push(resolve));
      if (told.refuse > 0) {
        told.refuse -= 1;
        throw new StoreUnavailableError('full');
      }
      return await memory.commit(commit);
    },
  };
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const fenced = (): void => {
    told.fenced += 1;
    line.close();
  };
  const line: CommitLine = new CommitLine({
    customer: CUSTOMER,
    epoch: null,
    version: 0,
    services: { store, clock, logger },
    fenced,
  });
  const add = (number: number, arrived: boolean, failFast = false) =>
    line.add(stepAt(number, arrived), { before: newCustomerState, now: 1 }, { failFast });
  return { add, line, clock, memory, asked, told, hold, held };
}

it('does not wait for what only arrived, and asks for it before what comes next', async () => {
  const { add, line, memory, asked, hold, held } = setUp();
  await add(1, false);
  hold.now = true;
  await add(2, true);
  hold.now = false;
  expect(asked.at(-1)).toEqual({ version: 1, relaxed: true });
  let written = false;
  void line.written().then(() => {
    written = true;
  });
  await settle();
  expect(written).toBe(false);
  for (const go of held) go();
  await line.written();
  await add(3, false);
  expect(asked).toEqual([0, 1, 2].map((version) => ({ version, relaxed: version === 1 })));
  expect(await memory.load(CUSTOMER)).toMatchObject({ version: 3, state: { timelineNumber: 3 } });
});

it('tries again what the store refused, before whatever came after, which may have been refused with it or come too early', async () => {
  for (const refused of [1, 2, 3]) {
    const { add, clock, memory, told } = setUp();
    await add(1, false);
    told.refuse = refused;
    await add(2, true);
    const next = add(3, false);
    await settle();
    await clock.advance(10_000);
    await next;
    expect(told.fenced).toBe(0);
    expect(await memory.load(CUSTOMER)).toMatchObject({ version: 3, state: { timelineNumber: 3 } });
  }
});

it('refuses at once those who would come again while an earlier step is not written', async () => {
  const { add, line, clock, memory, told } = setUp();
  await add(1, false);
  told.refuse = 2;
  await add(2, true);
  await settle();
  expect(line.stuck).toBe(true);
  await expect(add(3, false, true)).rejects.toBeInstanceOf(StoreUnavailableError);
  await clock.advance(10_000);
  await line.written();
  await add(3, false, true);
  expect(await memory.load(CUSTOMER)).toMatchObject({ version: 3 });
});

it('says so when somebody else has moved on, and writes nothing more', async () => {
  const { add, line, memory, told } = setUp();
  await add(1, false);
  const record = await memory.load(CUSTOMER);
  const epoch = record?.epoch ?? null;
  await memory.commit({ customer: CUSTOMER, epoch, version: 1, state: 'theirs', active: true, at: 1 });
  await add(2, true);
  await line.written();
  expect(told.fenced).toBe(1);
  await expect(add(3, false)).rejects.toBeInstanceOf(FencedError);
  expect(await memory.load(CUSTOMER)).toMatchObject({ version: 2, state: 'theirs' });
});
