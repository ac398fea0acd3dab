import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Receipt } from '../contracts/channel-adapter.ts';
import type { Delivery } from '../domain/delivery.ts';
import { address, deliveryId } from '../domain/ids.ts';
import { isNotice } from '../session/notice.ts';
import type { Kept } from '../session/state.ts';
import { type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import type { AdapterFault } from '../testing/fake-adapter.ts';
import type { ContactCenterFault } from '../testing/fake-contact-center.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const CUSTOMERS = ['ann', 'bob'] as const;
type Name = (typeof CUSTOMERS)[number];

type Command =
  | { readonly do: 'say' | 'agentSays' | 'agentEnds' | 'drop' | 'sayAgain' | 'end' | 'join'; readonly who: Name }
  | { readonly do: 'away'; readonly ms: number }
  | { readonly do: 'slow'; readonly ms: number; readonly times: number }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'kill'; readonly afterPoints: number }
  | { readonly do: 'contactCenterFault'; readonly fault: ContactCenterFault; readonly times: number }
  | { readonly do: 'mediumFault'; readonly fault: AdapterFault; readonly times: number }
  | { readonly do: 'receipt'; readonly who: Name; readonly nth: number; readonly told: Told }
  | { readonly do: 'earlyReceipt'; readonly told: Told; readonly times: number };

/** What the medium says of something that arrived; `read`: of that and all before it. */
type Told = 'delivered' | 'failed' | 'read';

const FAILURE = { code: 'fake.30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
/** What the bridge tells agents by itself. */
const BRIDGE = /^(The chat was interrupted|What was said before|The customer did)/;

const who = fc.constantFrom(...CUSTOMERS);
const times = fc.integer({ min: 1, max: 4 });
const told = fc.constantFrom<Told>('delivered', 'failed', 'read');
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('slow'), ms: fc.constantFrom(100, 1_000, 5_000, 9_000), times }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('say', 'agentSays'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('sayAgain', 'drop', 'agentEnds', 'end', 'join'), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('advance'), ms: fc.constantFrom(1, 300, 2_000, 20_000, 70_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('away'), ms: fc.constantFrom(20_000, 115_000, 300_000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill'), afterPoints: fc.integer({ min: 1, max: 12 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('contactCenterFault'),
      fault: fc.constantFrom<ContactCenterFault>('unknownBefore', 'unknownAfter', 'throttled', 'away', 'notActive'),
      times,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('receipt'), who, nth: fc.nat({ max: 12 }), told }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('earlyReceipt'), told, times }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mediumFault'),
      fault: fc.constantFrom<AdapterFault>('unknownBefore', 'unknownAfter', 'down', 'throws'),
      times,
    }),
  },
) as fc.Arbitrary<Command>;

/** Plays generated commands and remembers what has to come out of them. */
class Play {
  readonly disk = new MemoryDisk();
  readonly world: EngineWorld;
  readonly said = new Map<Name, string[]>();
  readonly answered = new Map<Name, string[]>();
  readonly #accepted = new Map<Name, { readonly text: string; readonly id: string }>();
  #process: Process | null = null;
  #count = 0;
  #contactCenterFaults: ContactCenterFault[] = [];
  #mediumFaults: AdapterFault[] = [];
  #delays: number[] = [];
  #early: Told[] = [];

  constructor() {
    const capabilities = { presence: 'structured', receipts: true } as const;
    this.world = worldOn(this.disk, { toCustomer: null }, { capabilities });
    this.world.medium.early = (delivery) => {
      const early = this.#early.shift();
      return early === undefined ? null : receiptOf(early, delivery);
    };
    this.world.contactCenter.slowness = () => this.#delays.shift() ?? 0;
    this.world.contactCenter.fault = () => this.#contactCenterFaults.shift() ?? 'none';
    this.world.medium.fault = () => this.#mediumFaults.shift() ?? 'none';
  }

  async carryOut(command: Command): Promise<void> {
    const { contactCenter, clock } = this.world;
    switch (command.do) {
      case 'say':
        this.#count += 1;
        // Every third text repeats, for customers do say "ok" twice.
        return await this.#say(command.who, this.#count % 3 === 0 ? 'ok' : `m${this.#count}`, `id-${this.#count}`);
      case 'sayAgain': {
        const last = this.#accepted.get(command.who);
        if (last === undefined) return;
        await this.#attempt(({ channel }) => channel.say(command.who, last.text, last.id));
        return;
      }
      case 'agentSays': {
        const chat = contactCenter.chatOf(command.who);
        if (chat?.state !== 'active') return;
        this.#count += 1;
        contactCenter.say(chat, `a${this.#count}`);
        this.answered.set(command.who, [...(this.answered.get(command.who) ?? []), `a${this.#count}`]);
        return;
      }
      case 'agentEnds': {
        const chat = contactCenter.chatOf(command.who);
        if (chat?.state === 'active') contactCenter.end(chat);
        return;
      }
      case 'drop': {
        const chat = contactCenter.chatOf(command.who);
        if (chat !== undefined) contactCenter.drop(chat);
        return;
      }
      case 'join': {
        const chat = contactCenter.chatOf(command.who);
        if (chat?.state === 'active') contactCenter.join(chat, 'Ann');
        return;
      }
      case 'away':
        (await this.#alive()).crash.kill();
        if (this.#process !== null) this.world.kill(this.#process);
        return await clock.advance(command.ms);
      case 'end':
        return await this.#attempt(({ channel }) => channel.context().receiveEnd(address(command.who)));
      case 'slow':
        this.#delays.push(...Array<number>(command.times).fill(command.ms));
        return;
      case 'advance':
        await this.#alive();
        return await clock.advance(command.ms);
      case 'kill': {
        const { crash } = await this.#alive();
        return crash.dieAfter(command.afterPoints);
      }
      case 'contactCenterFault':
        this.#contactCenterFaults.push(...Array<ContactCenterFault>(command.times).fill(command.fault));
        return;
      case 'earlyReceipt':
        this.#early.push(...Array<Told>(command.times).fill(command.told));
        return;
      case 'receipt': {
        const arrived = this.world.medium.arrived(command.who);
        const id = arrived[command.nth] ?? arrived.at(-1) ?? deliveryId('nobody');
        const timelineNumber = this.disk.deliveries.get(id)?.timelineNumber ?? null;
        const receipt = receiptOf(command.told, { id, timelineNumber });
        return await this.#attempt(({ channel }) => channel.context().receiveReceipt(address(command.who), receipt));
      }
      case 'mediumFault':
        this.#mediumFaults.push(...Array<AdapterFault>(command.times).fill(command.fault));
        return;
    }
  }

  /** Everything works again, and there is time. */
  async recover(): Promise<void> {
    this.#contactCenterFaults = [];
    this.#mediumFaults = [];
    this.#delays = [];
    this.#early = [];
    for (let minute = 0; minute < 30; minute += 1) {
      await this.#alive();
      await this.world.clock.advance(60_000);
    }
  }

  async stop(): Promise<void> {
    await (await this.#alive()).engine.stop(1_000);
  }

  async #say(name: Name, text: string, id: string): Promise<void> {
    await this.#attempt(({ channel }) => channel.say(name, text, id));
    this.said.set(name, [...(this.said.get(name) ?? []), text]);
    this.#accepted.set(name, { text, id });
  }

  /** As a provider does: again, until it is told that it was taken. */
  async #attempt(call: (process: Process) => Promise<unknown>): Promise<void> {
    for (;;) {
      const process = await this.#alive();
      const { crash } = process;
      const done = await Promise.race([call(process).then(() => true), crash.died.then(() => false)]);
      if (done && !crash.dead) return;
    }
  }

  async #alive(): Promise<Process> {
    while (this.#process === null || this.#process.crash.dead) {
      if (this.#process !== null) this.world.kill(this.#process);
      this.#process = await this.world.startProcess();
    }
    return this.#process;
  }
}

describe('the engine under generated events', () => {
  it('delivers everything that was accepted, once and in order, both ways', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
        const play = new Play();
        for (const one of commands) await play.carryOut(one);
        await play.recover();
        await play.stop();
        for (const name of CUSTOMERS) {
          const heard = play.world.contactCenter.chats
            .filter((chat) => chat.name === name)
            .flatMap(({ history }) => history.filter(({ from }) => from === 'own').map(({ text }) => text))
            .filter((text) => !BRIDGE.test(text));
          expectSame(heard, play.said.get(name) ?? [], `what the agents heard of ${name}`);
          expectSame(play.world.medium.messages(name), play.answered.get(name) ?? [], `what ${name} was told`);
        }
        expectCountsAsRows(play.disk);
        expectSame(play.world.medium.unflaggedRepeats, [], 'repeats that were not flagged');
      }),
      { numRuns: 300 },
    );
  });
});

function receiptOf(told: Told, { id, timelineNumber }: Pick<Delivery, 'id' | 'timelineNumber'>): Receipt {
  const of = { deliveryId: id };
  if (told === 'failed') return { of, state: 'failed', failure: FAILURE };
  return told === 'read' ? { of: { upTo: timelineNumber ?? 0 }, state: 'delivered' } : { of, state: 'delivered' };
}

/** What the states count is what the rows show, and nothing is left half-done. */
function expectCountsAsRows({ customers, deliveries }: MemoryDisk): void {
  for (const { customer, state } of customers.values()) {
    const kept = state as unknown as Kept;
    const rows = [...deliveries.values()].filter(
      ({ customerId, state }) => customerId === customer.id && state === 'pending',
    );
    const pending = (side: string) => rows.filter(({ direction }) => direction === side).length;
    const counted = kept.toAgent.queued + (kept.conversation?.queuedForNext ?? 0);
    expectSame([`${counted}`], [`${pending('toAgent')}`], 'what is queued to the agent');
    expectSame([`${kept.toCustomer.queued}`], [`${pending('toCustomer')}`], 'what is queued to the customer');
    expectSame([`${kept.toAgent.notices}`], [`${rows.filter(isNotice).length}`], 'notices that are counted');
    for (const { conversationId, direction } of rows)
      if (direction === 'toAgent' && kept.conversation === null)
        expectSame([conversationId], [kept.previousConversationId ?? ''], 'where a notice waits');
    if (kept.conversation?.closing) throw new Error('a conversation is still closing');
  }
}

function expectSame(actual: readonly string[], wanted: readonly string[], what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(wanted))
    throw new Error(`${what}: [${actual.join(' ')}] instead of [${wanted.join(' ')}]`);
}
