import { type ContactCenter, channelName, createEngine, type Engine, type TraceEvent } from '@trunkline/core';
import { createGuestChat, type GuestChatKnobs } from '@trunkline/core/guest-chat';
import { createMemoryStore, ManualClock, MemoryDisk } from '@trunkline/core/testing';
import { type GenesysOptions, type GenesysSandbox, startGenesys } from '@trunkline/sandbox';
import { onTestFinished } from 'vitest';
import type { ChannelSetup } from '../../src/engine/engine-options.ts';
import { waitUntil } from '../../src/testing/contact-center-suite-wait.ts';
import { CountedCrash } from '../../src/testing/crash-points.ts';
import { crashingAdapter, crashingClock, crashingContactCenter, crashingStore } from '../../src/testing/crashing.ts';
import { type FakeChannel, FakeMediumWorld } from '../../src/testing/fake-adapter.ts';

export interface LifecycleOptions {
  readonly genesys?: GenesysOptions;
  readonly knobs?: Partial<GuestChatKnobs>;
  readonly setup?: Partial<Pick<ChannelSetup, 'texts' | 'onSilence' | 'noAgent' | 'routing'>>;
  /** What the channel is able to. */
  readonly presence?: 'structured' | 'text';
}

/** One process of the bridge's core, with the real transport. */
export interface Process {
  readonly channel: FakeChannel;
  readonly engine: Engine;
  readonly traces: readonly TraceEvent[];
  readonly crash: CountedCrash;
  readonly center: ContactCenter;
}

/**
 * The engine and the guest chat transport with real sockets at the sandbox, all on one clock that stands still. Time is
 * moved on only while no call is under way, so that no deadline depends on how fast the machine is.
 */
export class Lifecycle {
  readonly clock: ManualClock = new ManualClock();
  readonly disk: MemoryDisk = new MemoryDisk();
  readonly medium: FakeMediumWorld = new FakeMediumWorld();
  readonly #options: LifecycleOptions;
  #genesys: GenesysSandbox | null = null;
  #flight = { calls: 0 };

  constructor(options: LifecycleOptions) {
    this.#options = options;
  }

  get genesys(): GenesysSandbox {
    if (this.#genesys === null) throw new Error('the sandbox was not started');
    return this.#genesys;
  }

  async start(): Promise<Process> {
    const { clock } = this;
    this.#genesys = await startGenesys({
      agent: 'desk',
      rateLimitPerMinute: 0,
      clock: {
        now: () => clock.now(),
        setTimeout: (run, delayMs) => clock.setTimeout(run, delayMs),
        clearTimeout: (handle) => (handle as { cancel(): void }).cancel(),
      },
      ...this.#options.genesys,
    });
    onTestFinished(() => this.genesys.close());
    return await this.startProcess();
  }

  async startProcess(): Promise<Process> {
    const crash = new CountedCrash(0);
    const traces: TraceEvent[] = [];
    const channel = this.medium.connect({ presence: this.#options.presence ?? 'structured' });
    const clock = crashingClock(this.clock, crash);
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const center = createGuestChat({
      organizationId: 'org',
      deploymentId: 'deployment',
      apiUrl: this.genesys.url,
      clock,
      logger,
      // A frame takes real time, which the clock does not know; what a dead stream causes is tested with the transport.
      knobs: { silentHeartbeats: 1_000_000, ...this.#options.knobs },
    });
    onTestFinished(() => center.stop());
    const engine = createEngine({
      store: crashingStore(createMemoryStore(this.disk), crash),
      contactCenters: [crashingContactCenter(this.#counted(center), crash)],
      channels: [
        {
          name: channelName('web'),
          adapter: crashingAdapter(channel.adapter, crash),
          transport: 'guest-chat',
          routing: { queue: 'Support' },
          ...this.#options.setup,
        },
      ],
      clock,
      logger,
      trace: (event) => void traces.push(event),
    });
    await engine.start();
    return { channel, engine, traces, crash, center };
  }

  /** `kill -9`: nothing is written any more and the sockets are gone, without a word. */
  async kill({ crash, center }: Process): Promise<void> {
    crash.kill();
    await center.stop();
    this.#flight = { calls: 0 };
    await this.until('no socket is open', () => this.chats().every(({ sockets }) => sockets === 0));
  }

  chats(): ReturnType<GenesysSandbox['control']['conversations']> {
    return this.genesys.control.conversations();
  }

  /** The id of the n-th chat, which must exist. */
  chat(n: number): string {
    const chats = this.chats();
    const chat = chats[n];
    if (chat === undefined) throw new Error(`there are ${chats.length} chats`);
    return chat.id;
  }

  /** What the customer's member has said in a chat. */
  heard(chat: string): readonly string[] {
    const { messages } = this.genesys.control.conversation(chat);
    return messages
      .filter(({ sender, bodyType }) => sender.role === 'CUSTOMER' && ['standard', 'notice'].includes(bodyType))
      .map(({ body }) => body);
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    await waitUntil(what, isSo);
  }

  /** Until the customer's member has said so much in the n-th chat. */
  async untilHeard(n: number, count: number): Promise<readonly string[]> {
    await this.until(`${count} messages in chat ${n}`, () => {
      const heard = this.chats().length > n ? this.heard(this.chat(n)) : [];
      return heard.length >= count;
    });
    return this.heard(this.chat(n));
  }

  /** Moves time on, in steps, each when nothing is under way. */
  async pass(ms: number, stepMs: number = 10_000): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.until('nothing is under way', () => this.#flight.calls === 0);
      await this.clock.advance(Math.min(stepMs, left));
    }
    await this.until('nothing is under way', () => this.#flight.calls === 0);
  }

  /** Moves time on until something has happened. */
  async passUntil(what: string, isSo: () => boolean): Promise<void> {
    for (let step = 0; step < 600 && !isSo(); step += 1) {
      await this.pass(500, 500);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await this.until(what, isSo);
  }

  /** The same while calls are under way, for calls that time itself has to answer. */
  async passThrough(what: string, isSo: () => boolean): Promise<void> {
    for (let step = 0; step < 600 && !isSo(); step += 1) {
      await this.clock.advance(200);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await this.until(what, isSo);
  }

  #counted(center: ContactCenter): ContactCenter {
    const flight = this.#flight;
    const count = async <T>(call: Promise<T>): Promise<T> => {
      flight.calls += 1;
      try {
        return await call;
      } finally {
        flight.calls -= 1;
      }
    };
    return {
      transport: center.transport,
      limits: center.limits,
      start: (sink) => center.start(sink),
      open: (request, signal) => count(center.open(request, signal)),
      resume: (session, signal) => count(center.resume(session, signal)),
      send: (session, text, signal) => count(center.send(session, text, signal)),
      typing: (session) => count(center.typing(session)),
      reportDelivery: (session, key, report) => center.reportDelivery(session, key, report),
      catchUp: (session, cursor, signal) => count(center.catchUp(session, cursor, signal)),
      end: (session, signal) => count(center.end(session, signal)),
      release: (sessionId) => center.release(sessionId),
      stop: () => center.stop(),
    };
  }
}

export async function startLifecycle(options: LifecycleOptions = {}): Promise<{ world: Lifecycle; process: Process }> {
  const world = new Lifecycle(options);
  const process = await world.start();
  return { world, process };
}
