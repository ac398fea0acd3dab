import assert from 'node:assert/strict';
import { EngineWorld, type EngineWorldOptions, type Process } from './engine-harness.ts';

type Chat = NonNullable<ReturnType<EngineWorld['contactCenter']['chatOf']>>;

/** What happens to one customer while processes die at chosen points, each followed by another. */
export class CrashScript {
  readonly world: EngineWorld;
  /** Where they died. */
  readonly diary: string[] = [];
  readonly #deaths: number[];
  #process: Process | null = null;
  #first: Process | null = null;

  constructor(options: EngineWorldOptions, deaths: readonly number[]) {
    this.world = new EngineWorld(options);
    this.#deaths = [...deaths];
  }

  /** How many crash points the first process has passed. */
  get pointsOfFirst(): number {
    return this.#first?.crash.passed.length ?? 0;
  }

  async finish(): Promise<void> {
    if (this.#process === null) return;
    if (!this.#process.crash.dead) await this.#process.engine.stop(1_000);
    await this.#process.store.close();
  }

  async say(text: string, id: string): Promise<void> {
    await this.attempt(({ channel }) => channel.say('ann', text, id));
  }

  /** What the customer's provider does: it comes again until it is told that it was taken. */
  async attempt(call: (process: Process) => Promise<unknown>): Promise<void> {
    for (;;) {
      const process = await this.alive();
      const { crash } = process;
      const done = call(process).then(() => true);
      if ((await Promise.race([done, crash.died.then(() => false)])) && !crash.dead) return;
    }
  }

  /** Something on the agent side; the chat is the one the customer is in. */
  chat(act: (chat: Chat) => void): void {
    const chat = this.world.contactCenter.chatOf('ann');
    assert.ok(chat !== undefined, 'the customer has no chat');
    act(chat);
  }

  /** Lets time pass; whoever died meanwhile is followed by another. */
  async wait(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await this.alive();
      await this.world.clock.advance(1_000);
    }
    await this.alive();
  }

  async alive(): Promise<Process> {
    while (this.#process === null || this.#process.crash.dead) {
      if (this.#process !== null) {
        this.diary.push(`${this.#process.crash.passed.length}: ${this.#process.crash.passed.at(-1)}`);
        this.world.kill(this.#process);
        await this.#process.store.close();
      }
      this.#process = await this.world.startProcess(this.#deaths.shift() ?? 0);
      this.#first ??= this.#process;
    }
    return this.#process;
  }

  /** What must be so at every end. */
  async expectAllDone(): Promise<void> {
    assert.deepEqual(this.world.medium.unflaggedRepeats, [], 'repeats that were not flagged');
    assert.deepEqual(this.world.problems, [], 'warnings and errors in the log');
    const { store } = await this.alive();
    const unsettled = await store.deliveries({ states: ['pending', 'sending', 'unknown', 'waiting'], limit: 10 });
    assert.deepEqual(unsettled, [], 'deliveries without an end');
    assert.deepEqual(await store.active({ after: null, limit: 10 }), [], 'customers with something left to do');
  }
}
