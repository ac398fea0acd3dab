import { built } from './built.ts';
import { demand } from './target.ts';

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One request as a host hands it to an adapter. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** What an adapter has handed to the core. */
interface Inbound {
  readonly address: string;
  readonly text: string;
  readonly id?: string;
}

interface Context {
  readonly received: Inbound[];
  readonly ends: unknown[];
  readonly receipts: unknown[];
  readonly logs: unknown[];
}

interface Adapter {
  start(context: Context): Promise<void>;
  handle(request: object): Promise<Reply>;
  stop(): Promise<void>;
}

interface Definition {
  readonly adapter: {
    readonly options: { parse(options: object): object };
    create(options: object): Adapter;
  };
}

interface Testing {
  readonly FakeAdapterContext: new (options: object) => Context;
  readonly ManualClock: new (now: number) => object;
}

/** What was answered, and what the adapter has told the core meanwhile. */
export interface Handled {
  readonly status: number;
  readonly received: readonly Inbound[];
  /** Anything else that it told: ends, receipts. */
  readonly told: number;
}

export interface RigOptions {
  /** The folder below packages. */
  readonly adapter: string;
  readonly channel: string;
  readonly options: object;
  readonly publicUrl: string;
  readonly now: number;
  /** Whether a 500 is an answer: signed by a provider and unlike anything it sends, it is not acknowledged. */
  readonly refusesWith500?: boolean;
}

/** After so many requests all of it is made anew, so that nothing grows for ever. */
const RENEWED_AFTER = 500;
/** What an adapter may say instead of an answer; the core makes one of it. */
const ANSWERED_BY_CORE = new Set(['http.body-too-large', 'http.body-incomplete', 'inbound.conflict']);
/** Told to come again: something that had to be asked is away, as everything is here. */
const MAY_BE: ReadonlySet<number> = new Set([502, 503, 504]);

/** A started adapter with a core in memory. */
export class AdapterRig {
  readonly #options: RigOptions;
  readonly #definition: Definition;
  readonly #testing: Testing;
  #running: { readonly adapter: Adapter; readonly context: Context } | null = null;
  #handled = 0;

  private constructor(options: RigOptions, definition: Definition, testing: Testing) {
    this.#options = options;
    this.#definition = definition;
    this.#testing = testing;
  }

  static async open(options: RigOptions): Promise<AdapterRig> {
    const definition = await built<Definition>(`packages/${options.adapter}/dist/index.js`);
    return new AdapterRig(options, definition, await built<Testing>('packages/core/dist/testing/index.js'));
  }

  async handle({ body, ...request }: Request): Promise<Handled> {
    const { adapter, context } = await this.#fresh();
    const gone = new AbortController();
    const before = context.ends.length + context.receipts.length;
    context.received.length = 0;
    const asked = { ...request, body: async () => body, signal: gone.signal };
    const reply = await adapter.handle(asked).catch((error: unknown): Reply => answerOf(error));
    const { status, body: said } = reply;
    gone.abort();
    if (typeof said === 'object' && said !== null && Symbol.asyncIterator in said)
      await (said as AsyncIterable<unknown>)[Symbol.asyncIterator]().return?.();
    demand(Number.isInteger(status) && status >= 200 && status < 600, `an answer with the status ${status}`);
    if (status >= 500 && !MAY_BE.has(status) && this.#options.refusesWith500 !== true)
      throw new Error(`it answered ${status}: ${JSON.stringify(context.logs.at(-1))}`);
    for (const [name, value] of Object.entries(reply.headers ?? {}))
      demand(/^[\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value), `no header can say that: ${name}`);
    return { status, received: [...context.received], told: context.ends.length + context.receipts.length - before };
  }

  async close(): Promise<void> {
    await this.#running?.adapter.stop();
    this.#running = null;
  }

  async #fresh(): Promise<{ readonly adapter: Adapter; readonly context: Context }> {
    if (this.#handled % RENEWED_AFTER === 0) await this.close();
    this.#handled += 1;
    this.#running ??= await this.#start();
    return this.#running;
  }

  async #start(): Promise<{ readonly adapter: Adapter; readonly context: Context }> {
    const { channel, options, publicUrl, now } = this.#options;
    const { FakeAdapterContext, ManualClock } = this.#testing;
    const context = new FakeAdapterContext({ channel, publicUrl, clock: new ManualClock(now) });
    const definition = this.#definition.adapter;
    const adapter = definition.create(definition.options.parse(options));
    await adapter.start(context);
    return { adapter, context };
  }
}

function answerOf(error: unknown): Reply {
  const { code, retryAfterMs } = error as { readonly code?: string; readonly retryAfterMs?: number };
  if (retryAfterMs !== undefined) return { status: 503 };
  if (code !== undefined && ANSWERED_BY_CORE.has(code)) return { status: 422 };
  throw error;
}
