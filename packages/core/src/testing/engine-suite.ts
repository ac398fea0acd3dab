import assert from 'node:assert/strict';
import type { Store } from '../contracts/store.ts';
import { address } from '../domain/ids.ts';
import { EngineWorld, type Process } from './engine-harness.ts';
import type { ManualClock } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';

export interface EngineSuiteHarness {
  /** A fresh place to keep things. Each call of the result opens it again, as the next process would. */
  place(): Promise<{ open(clock: ManualClock): Promise<Store>; remove(): Promise<void> }>;
}

/** Longer than the script has crash points; the script says when it was not long enough. */
const MAX_POINTS = 400;

/**
 * The crash-point suite: a conversation in both directions, with a gap and an end, is carried through while the
 * process dies before or after every commit and every outside write. Nothing may be lost, doubled or reordered.
 */
export function testEngine(runner: SuiteRunner, harness: EngineSuiteHarness): void {
  runner.describe('the engine on this store', () => {
    runner.it('loses nothing, doubles nothing and keeps the order wherever it is killed', async () => {
      let dieAt = 1;
      for (; dieAt < MAX_POINTS; dieAt += 1) {
        const points = await run(harness, [dieAt]);
        if (points < dieAt) break;
      }
      assert.ok(dieAt > 30, `the script passed only ${dieAt} crash points`);
      assert.ok(dieAt < MAX_POINTS, 'the script has more crash points than were tried');
    });

    runner.it('survives being killed again while it recovers', async () => {
      for (let dieAt = 2; dieAt < 60; dieAt += 5) await run(harness, [dieAt, (dieAt % 7) + 1, (dieAt % 11) + 2]);
    });
  });
}

/** Plays the script with processes that die at the given points, one after the other; tells how many the first passed. */
async function run(harness: EngineSuiteHarness, deaths: readonly number[]): Promise<number> {
  const place = await harness.place();
  const world = new EngineWorld({ openStore: (clock) => place.open(clock) });
  const script = new Script(world, deaths);
  try {
    await script.play();
  } catch (error) {
    throw new Error(`killed at ${script.diary.join(', ')}`, { cause: error });
  } finally {
    await script.finish();
    await place.remove();
  }
  return script.pointsOfFirst;
}

class Script {
  readonly diary: string[] = [];
  readonly #world: EngineWorld;
  readonly #deaths: number[];
  #process: Process | null = null;
  #first: Process | null = null;

  constructor(world: EngineWorld, deaths: readonly number[]) {
    this.#world = world;
    this.#deaths = [...deaths];
  }

  get pointsOfFirst(): number {
    return this.#first?.crash.passed.length ?? 0;
  }

  async play(): Promise<void> {
    const { contactCenter, medium } = this.#world;
    await this.#say('one', 'id-1');
    await this.#say('two', 'id-2');
    await this.#wait(40_000);
    this.#chat((chat) => contactCenter.join(chat, 'Ann'));
    this.#chat((chat) => contactCenter.say(chat, 'alpha'));
    this.#chat((chat) => contactCenter.say(chat, 'beta'));
    await this.#wait(40_000);
    await this.#say('two', 'id-2');
    await this.#say('ok', 'id-3');
    this.#chat((chat) => contactCenter.say(chat, 'gamma'));
    await this.#say('ok', 'id-4');
    await this.#wait(40_000);
    this.#chat((chat) => contactCenter.drop(chat));
    this.#chat((chat) => contactCenter.say(chat, 'in the gap'));
    await this.#wait(40_000);
    this.#chat((chat) => contactCenter.say(chat, 'last words'));
    await this.#end();
    await this.#wait(120_000);
    assert.deepEqual(contactCenter.heard, ['one', 'two', 'ok', 'ok'], 'what the agents heard');
    assert.deepEqual(
      medium.messages('ann'),
      ['alpha', 'beta', 'gamma', 'in the gap', 'last words'],
      'what the customer was told',
    );
    assert.equal(medium.told('ann').at(-1), '<ended>');
    assert.deepEqual(medium.unflaggedRepeats, [], 'repeats that were not flagged');
    assert.deepEqual(this.#world.problems, [], 'warnings and errors in the log');
    const store = (await this.#alive()).store;
    const unsettled = await store.deliveries({ states: ['pending', 'sending', 'unknown', 'waiting'], limit: 10 });
    assert.deepEqual(unsettled, [], 'deliveries without an end');
    assert.deepEqual(await store.active({ after: null, limit: 10 }), [], 'customers with something left to do');
  }

  async finish(): Promise<void> {
    if (this.#process === null) return;
    if (!this.#process.crash.dead) await this.#process.engine.stop(1_000);
    await this.#process.store.close();
  }

  /** What the customer's provider does: it comes again, with the same id, until it is told that it was taken. */
  async #say(text: string, id: string): Promise<void> {
    for (;;) {
      const { channel, crash } = await this.#alive();
      const said = channel.say('ann', text, id).then(() => true);
      if ((await Promise.race([said, crash.died.then(() => false)])) && !crash.dead) return;
    }
  }

  async #end(): Promise<void> {
    for (;;) {
      const { channel, crash } = await this.#alive();
      const ended = channel
        .context()
        .receiveEnd(address('ann'))
        .then(() => true);
      if ((await Promise.race([ended, crash.died.then(() => false)])) && !crash.dead) return;
    }
  }

  /** Something on the agent side; the chat is the one the customer is in. */
  #chat(act: (chat: NonNullable<ReturnType<EngineWorld['contactCenter']['chatOf']>>) => void): void {
    const chat = this.#world.contactCenter.chatOf('ann');
    assert.ok(chat !== undefined, 'the customer has no chat');
    act(chat);
  }

  /** Lets time pass; whoever died meanwhile is followed by another. */
  async #wait(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await this.#alive();
      await this.#world.clock.advance(1_000);
    }
    await this.#alive();
  }

  async #alive(): Promise<Process> {
    while (this.#process === null || this.#process.crash.dead) {
      if (this.#process !== null) {
        this.diary.push(`${this.#process.crash.passed.length}: ${this.#process.crash.passed.at(-1)}`);
        this.#world.kill(this.#process);
        await this.#process.store.close();
      }
      this.#process = await this.#world.startProcess(this.#deaths.shift() ?? 0);
      this.#first ??= this.#process;
    }
    return this.#process;
  }
}
