import { describe, expect, it } from 'vitest';
import type { AdapterContext, ChannelAdapter, ChannelReply, ChannelRequest } from '../contracts/channel-adapter.ts';
import type { Outcome } from '../domain/failure.ts';
import { address } from '../domain/ids.ts';
import { testChannelAdapter } from './channel-adapter-suite.ts';
import type { AdapterUnderTest, ChannelAdapterHarness } from './channel-adapter-suite-harness.ts';
import { channelRequest } from './channel-adapter-suite-samples.ts';
import { FakeAdapterContext } from './fake-adapter-context.ts';

const KEY = 'key-of-the-paper-medium';

/** A medium without a network: what `send` does is all there is. */
class PaperMedium {
  readonly written: string[] = [];
  behaviour: 'accepts' | 'refuses' | 'fails' | 'unreachable' | 'silent' = 'accepts';
  onSilence: () => void = () => {};

  async send(text: string, signal: AbortSignal): Promise<number> {
    if (this.behaviour === 'unreachable') throw new Error('unreachable');
    this.written.push(text);
    if (this.behaviour !== 'silent') return { accepts: 200, refuses: 400, fails: 500 }[this.behaviour];
    signal.throwIfAborted();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      this.onSilence();
    });
  }
}

class PaperAdapter implements ChannelAdapter {
  readonly capabilities: ChannelAdapter['capabilities'] = { presence: 'structured' };
  readonly medium: PaperMedium;
  protected context: AdapterContext | undefined;

  constructor(medium: PaperMedium) {
    this.medium = medium;
  }

  async start(context: AdapterContext): Promise<void> {
    this.context = context;
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    if (request.headers['x-key'] !== KEY) return { status: 401 };
    const [from, id, text] = new TextDecoder().decode(await request.body()).split('|');
    if (from === undefined || id === undefined || text === undefined) return { status: 400 };
    await this.context?.receive({ address: address(from), id, text });
    return { status: 200 };
  }

  async deliver(
    { delivery: { body } }: Parameters<ChannelAdapter['deliver']>[0],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const failure = { code: 'paper', scope: 'message', retryable: true, human: 'the paper tore' } as const;
    if (body.kind !== 'message') return { outcome: 'accepted', key: null };
    try {
      const status = await this.medium.send(body.text, signal);
      if (status === 200) return { outcome: 'accepted', key: null };
      return { outcome: status === 400 ? 'rejected' : 'unknown', failure };
    } catch {
      return { outcome: signal.aborted ? 'unknown' : 'rejected', failure };
    }
  }

  async stop(): Promise<void> {}
}

function harnessOf(Adapter: typeof PaperAdapter): ChannelAdapterHarness {
  return {
    setUp: async (): Promise<AdapterUnderTest> => {
      const medium = new PaperMedium();
      const request = (body: string, key: string) =>
        channelRequest({ method: 'POST', url: '/', headers: { 'X-Key': key }, body });
      const become = (behaviour: PaperMedium['behaviour']) => () => {
        medium.behaviour = behaviour;
      };
      return {
        adapter: new Adapter(medium),
        context: new FakeAdapterContext(),
        address: address('ann'),
        secrets: [KEY],
        requests: {
          message: ({ id, text }) => request(`ann|${id}|${text}`, KEY),
          forged: () => [request('ann|1|hello', 'wrong')],
          malformed: () => [request('no bars', KEY)],
        },
        medium: {
          texts: () => medium.written,
          accepts: become('accepts'),
          refuses: become('refuses'),
          fails: become('fails'),
          unreachable: become('unreachable'),
          neverAnswers: () => {
            medium.behaviour = 'silent';
            return {
              reached: new Promise<void>((resolve) => {
                medium.onSilence = resolve;
              }),
            };
          },
        },
        tearDown: async () => {},
      };
    },
  };
}

/** Runs the suite by itself and returns the names of the tests that failed. */
async function failuresOf(Adapter: typeof PaperAdapter): Promise<readonly string[]> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  const runner = {
    describe: (_name: string, body: () => void) => body(),
    it: (name: string, body: () => Promise<void>) => void tests.push({ name, body }),
  };
  testChannelAdapter(runner, harnessOf(Adapter));
  const failed: string[] = [];
  for (const { name, body } of tests) await body().catch(() => failed.push(name));
  return failed;
}

testChannelAdapter({ describe, it }, harnessOf(PaperAdapter));

const broken: readonly { readonly fault: string; readonly adapter: typeof PaperAdapter; readonly caughtBy: string }[] =
  [
    {
      fault: 'answers before the message is durable',
      caughtBy: 'answers 2xx only after the message is durable',
      adapter: class extends PaperAdapter {
        override async handle(request: ChannelRequest): Promise<ChannelReply> {
          void super.handle(request).catch(() => {});
          return { status: 200 };
        }
      },
    },
    {
      fault: 'swallows that nothing was recorded',
      caughtBy: "answers 503 with Retry-After on store.unavailable, and takes the provider's retry",
      adapter: class extends PaperAdapter {
        override handle(request: ChannelRequest): Promise<ChannelReply> {
          return super.handle(request).catch(() => ({ status: 200 }));
        }
      },
    },
    {
      fault: 'does not look at the key',
      caughtBy: 'answers 401 or 403 to a wrong signature or key, says nothing secret, and takes nothing in',
      adapter: class extends PaperAdapter {
        override handle(request: ChannelRequest): Promise<ChannelReply> {
          return super.handle({ ...request, headers: { 'x-key': KEY } });
        }
      },
    },
    {
      fault: 'throws on what it cannot understand',
      caughtBy: 'answers 4xx to what it cannot understand, and takes nothing in',
      adapter: class extends PaperAdapter {
        override async handle(request: ChannelRequest): Promise<ChannelReply> {
          const reply = await super.handle(request);
          if (reply.status === 400) throw new Error('what is this?');
          return reply;
        }
      },
    },
    {
      fault: 'gives every retry an id of its own',
      caughtBy: 'passes a retry on with the same id and address, and another message with another id',
      adapter: class extends PaperAdapter {
        #count = 0;
        override start(context: AdapterContext): Promise<void> {
          const receive: AdapterContext['receive'] = (event) => {
            this.#count += 1;
            return context.receive({ ...event, id: `own-${this.#count}` });
          };
          return super.start(Object.assign(Object.create(context), { receive }) as AdapterContext);
        }
      },
    },
    {
      fault: 'writes a secret into the log',
      caughtBy: 'starts, stops, and takes nothing in by itself',
      adapter: class extends PaperAdapter {
        override async start(context: AdapterContext): Promise<void> {
          context.logger.info({ key: KEY }, 'started');
          await super.start(context);
        }
      },
    },
    {
      fault: 'throws out of deliver',
      caughtBy: 'calls a message that could not even be written rejected, and worth another try',
      adapter: class extends PaperAdapter {
        override async deliver(...args: Parameters<ChannelAdapter['deliver']>): Promise<Outcome> {
          const outcome = await super.deliver(...args);
          if (outcome.outcome === 'rejected') throw new Error('thrown');
          return outcome;
        }
      },
    },
    {
      fault: 'retries by itself',
      caughtBy: 'calls a message whose fate is open unknown, and does not try again by itself',
      adapter: class extends PaperAdapter {
        override async deliver(...args: Parameters<ChannelAdapter['deliver']>): Promise<Outcome> {
          const outcome = await super.deliver(...args);
          return outcome.outcome === 'unknown' ? super.deliver(...args) : outcome;
        }
      },
    },
    {
      fault: 'claims to have delivered what it never wrote',
      caughtBy: 'delivers a message: accepted, written once',
      adapter: class extends PaperAdapter {
        override async deliver(): Promise<Outcome> {
          return { outcome: 'accepted', key: null };
        }
      },
    },
    {
      fault: 'declares typing without having it',
      caughtBy: 'has a method for every ability it declares, and declares every ability it has a method for',
      adapter: class extends PaperAdapter {
        override readonly capabilities = { presence: 'structured', typing: { resendMs: 3_000 } } as const;
      },
    },
    {
      fault: 'leaves a timer behind',
      caughtBy: 'leaves no timer and no subscription behind after stop',
      adapter: class extends PaperAdapter {
        override async start(context: AdapterContext): Promise<void> {
          context.clock.setTimeout(() => {}, 60_000);
          await super.start(context);
        }
      },
    },
  ];

describe('the suite itself', () => {
  for (const { fault, adapter, caughtBy } of broken)
    it(`catches an adapter that ${fault}`, async () => {
      expect(await failuresOf(adapter)).toContain(caughtBy);
    });
});
