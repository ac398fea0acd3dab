import type { AdapterCapabilities } from '../contracts/abilities.ts';
import type { Logger } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import { channelName } from '../domain/ids.ts';
import { createEngine } from '../engine/engine.ts';
import type { ChannelSetup, Engine } from '../engine/engine-options.ts';
import type { TraceEvent } from '../engine/trace.ts';
import { CountedCrash } from './crash-points.ts';
import { crashingAdapter, crashingClock, crashingContactCenter, crashingStore } from './crashing.ts';
import { type FakeChannel, FakeMediumWorld } from './fake-adapter.ts';
import { FakeContactCenterWorld, type RemoteChat } from './fake-contact-center.ts';
import { ManualClock } from './manual-clock.ts';
import { createMemoryStore, type MemoryDisk } from './memory-store.ts';

/** Collects what is logged as a warning or an error, so that a test can say that there was none. */
function collectingLogger(lines: object[]): Logger {
  const collect = (facts: object) => void lines.push(facts);
  return { debug() {}, info() {}, warn: collect, error: collect };
}

/** One process: an engine between the two worlds, which can be killed at a chosen point. */
export interface Process {
  readonly engine: Engine;
  readonly channel: FakeChannel;
  readonly crash: CountedCrash;
  readonly store: Store;
  readonly traces: readonly TraceEvent[];
}

export interface EngineWorldOptions {
  /** Opens the store that earlier processes of the same world have left. */
  readonly openStore: (clock: ManualClock) => Promise<Store>;
  readonly maxAgeMs?: { readonly toAgent?: number | null; readonly toCustomer?: number | null };
  /** More of the channel's settings. */
  readonly setup?: Partial<Pick<ChannelSetup, 'texts' | 'onSilence' | 'noAgent' | 'maskCardNumbers' | 'retainMs'>>;
  readonly capabilities?: AdapterCapabilities;
}

/** Everything around the engine's processes, on one manual clock. */
export class EngineWorld {
  readonly clock: ManualClock = new ManualClock();
  readonly contactCenter: FakeContactCenterWorld = new FakeContactCenterWorld(this.clock);
  readonly medium: FakeMediumWorld = new FakeMediumWorld();
  readonly problems: object[] = [];
  readonly #options: EngineWorldOptions;

  constructor(options: EngineWorldOptions) {
    this.#options = options;
  }

  /** Starts a process that dies at the n-th crash point it passes; 0: never. */
  async startProcess(dieAt: number = 0): Promise<Process> {
    const crash = new CountedCrash(dieAt);
    const traces: TraceEvent[] = [];
    const store = await this.#options.openStore(this.clock);
    const channel = this.medium.connect(this.#options.capabilities);
    const engine = createEngine({
      store: crashingStore(store, crash),
      contactCenters: [crashingContactCenter(this.contactCenter.connect(), crash)],
      channels: [
        {
          name: channelName('web'),
          adapter: crashingAdapter(channel.adapter, crash),
          transport: 'fake',
          routing: { queue: 'Support' },
          ...(this.#options.maxAgeMs === undefined ? {} : { maxAgeMs: this.#options.maxAgeMs }),
          ...this.#options.setup,
        },
      ],
      clock: crashingClock(this.clock, crash),
      logger: collectingLogger(this.problems),
      trace: (event) => void traces.push(event),
    });
    await Promise.race([engine.start(), crash.died]);
    return { engine, channel, crash, store, traces };
  }

  /** `kill -9`: nothing of the process runs any more, and its connections are gone. */
  kill({ crash }: Process): void {
    crash.kill();
    this.contactCenter.crash();
  }
}

/** The newest chat of a customer, which must exist. */
export function chatOf({ contactCenter }: EngineWorld, name: string): RemoteChat {
  const chat = contactCenter.chatOf(name);
  if (chat === undefined) throw new Error(`${name} has no chat`);
  return chat;
}

/** A world whose processes share one disk. */
export function worldOn(
  disk: MemoryDisk,
  maxAgeMs: EngineWorldOptions['maxAgeMs'] = {},
  more: Pick<EngineWorldOptions, 'setup' | 'capabilities'> = {},
): EngineWorld {
  return new EngineWorld({ openStore: async () => createMemoryStore(disk), maxAgeMs, ...more });
}
