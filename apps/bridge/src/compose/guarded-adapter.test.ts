import { AsyncLocalStorage } from 'node:async_hooks';
import { type AdapterContext, address, type ChannelAdapter, channelName, TrunklineError } from '@trunkline/core';
import { ManualClock, settle } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { idleAdapter } from '../testing/fake-wiring.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { AdapterFaults } from './adapter-faults.ts';
import { adapterAtWork } from './adapter-scope.ts';
import { guardedAdapter } from './guarded-adapter.ts';

function bench(parts: Partial<ChannelAdapter> = {}) {
  const [clock, log] = [new ManualClock(), recordingLogger()];
  const faults = new AdapterFaults(log.logger);
  const counted: string[] = [];
  faults.countWith((channel, kind) => void counted.push(`${channel} ${kind}`));
  const adapter = guardedAdapter(idleAdapter(parts), { channel: 'web', foreign: true, faults, clock });
  return { adapter, clock, log, faults, counted };
}

function contextWith(parts: Partial<AdapterContext> = {}): AdapterContext {
  const { logger } = recordingLogger();
  return {
    channel: channelName('web'),
    publicUrl: null,
    clock: new ManualClock(),
    logger,
    storage: { get: async () => null, put: async () => undefined, list: async () => [] },
    receive: () => Promise.reject(new Error('not in this test')),
    receiveEnd: async () => false,
    receiveReceipt: async () => undefined,
    receiveTyping: () => undefined,
    conversation: async () => null,
    lookForMissed: () => undefined,
    reportHealth: () => undefined,
    count: () => undefined,
    timeline: async () => null,
    subscribe: () => () => undefined,
    ...parts,
  };
}

const request = {
  method: 'GET',
  url: '/',
  headers: {},
  body: async () => new Uint8Array(),
  signal: new AbortController().signal,
};

describe('a guarded adapter', () => {
  it('is known by its channel in its calls and in what they leave behind', async () => {
    const seen: (string | null)[] = [];
    const { adapter } = bench({
      async start() {
        seen.push(adapterAtWork());
        setImmediate(() => void seen.push(adapterAtWork()));
        await null;
        seen.push(adapterAtWork());
      },
    });
    await adapter.start(contextWith());
    await settle();
    expect(seen).toEqual(['web', 'web', 'web']);
    expect(adapterAtWork()).toBeNull();
  });

  it('hands work to the bridge, which is not the adapter’s any more', async () => {
    const seen: (string | null)[] = [];
    const { adapter } = bench({
      async start(context) {
        await context.receiveEnd(address('ann'));
        seen.push(adapterAtWork());
      },
    });
    const receiveEnd = async () => {
      await null;
      seen.push(adapterAtWork());
      return true;
    };
    await adapter.start(contextWith({ receiveEnd }));
    expect(seen).toEqual([null, 'web']);
  });

  it('keeps what its listeners throw from the engine', async () => {
    const { adapter, counted, log } = bench({
      start: async (context) => {
        const fail = () => {
          throw new Error('hush');
        };
        context.subscribe(address('ann'), { entry: fail, typing: fail });
      },
    });
    let tell = () => {};
    const subscribe: AdapterContext['subscribe'] = (_address, listener) => {
      tell = () => listener.typing({ conversationId: 'k' as never, agentName: null });
      return () => undefined;
    };
    await adapter.start(contextWith({ subscribe }));
    expect(tell).not.toThrow();
    expect(counted).toEqual(['web leaked']);
    expect(log.lines.join()).not.toContain('hush');
  });

  it('makes a promise of whatever a call does', async () => {
    const fail = () => {
      throw new Error('at once');
    };
    const { adapter, counted } = bench({ handle: fail, stop: fail });
    await expect(adapter.handle(request)).rejects.toThrow('at once');
    await expect(adapter.stop()).rejects.toThrow('at once');
    expect(counted).toEqual(['web threw', 'web threw']);
  });

  it('may say on purpose that something did not work', async () => {
    const { adapter, counted } = bench({ handle: () => Promise.reject(new TrunklineError('some.code', 'Busy.')) });
    await expect(adapter.handle(request)).rejects.toThrow('Busy.');
    expect(counted).toEqual([]);
  });

  it('is told apart by its faults at the start: thrown, or not back yet', async () => {
    const failing = bench({ start: () => Promise.reject(new TrunklineError('some.code', 'No.')) });
    await expect(failing.adapter.start(contextWith())).rejects.toThrow('No.');
    expect(failing.counted).toEqual(['web start']);

    let done = () => {};
    const slow = bench({ start: () => new Promise((resolve) => (done = resolve)) });
    const started = slow.adapter.start(contextWith());
    await slow.clock.advance(9_999);
    expect(slow.faults.sentence('web')).toBeNull();
    await slow.clock.advance(1);
    expect(slow.counted).toEqual(['web start-slow']);
    expect(slow.log.events()).toMatchObject([{ level: 'warn', event: 'channel.start-slow', channel: 'web' }]);
    expect(slow.faults.sentence('web')).toBe('the adapter has not come back from its start yet');
    done();
    await started;
    expect(slow.faults.sentence('web')).toBeNull();
  });

  it('keeps its abilities, those that it has not included, frozen or not', () => {
    const inner = Object.freeze(idleAdapter({ rate: () => ({ key: 'k', perSecond: 1, burst: 1 }) }));
    const { faults, clock } = bench();
    const adapter = guardedAdapter(inner, { channel: 'web', foreign: true, faults, clock });
    expect(adapter.rate?.(address('ann'))).toEqual({ key: 'k', perSecond: 1, burst: 1 });
    expect([adapter.findSent, adapter.typing, 'rate' in adapter, 'typing' in adapter]).toEqual([
      undefined,
      undefined,
      true,
      false,
    ]);
    expect(adapter.capabilities).toBe(inner.capabilities);
    expect(adapter.deliver).toBe(adapter.deliver);
  });

  it('may be a class with secrets of its own', async () => {
    class Pager {
      readonly capabilities = { presence: 'text' } as const;
      readonly #status = 204;
      async handle() {
        return { status: this.#status };
      }
    }
    const { faults, clock } = bench();
    const adapter = guardedAdapter(new Pager() as unknown as ChannelAdapter, {
      channel: 'web',
      foreign: true,
      faults,
      clock,
    });
    expect(await adapter.handle(request)).toEqual({ status: 204 });
  });
});

describe('leaks', () => {
  it('are counted each, logged the first few times and then ever more rarely', () => {
    const { faults, counted, log } = bench();
    for (let leak = 1; leak <= 1_000; leak += 1) faults.noteLeak('web', new Error('hush'));
    expect(counted).toHaveLength(1_000);
    expect(log.events().map(({ leaks }) => leaks)).toEqual([1, 2, 3, 4, 5, 10, 100, 1_000]);
    expect(log.events()[0]).toMatchObject({ level: 'error', event: 'channel.leaked', error: { name: 'Error' } });
    expect(log.lines.join()).not.toContain('hush');
    expect(faults.sentence('web')).toBe(
      '1000 errors have escaped from the adapter; the log says where (channel.leaked)',
    );
    expect(faults.sentence('sms')).toBeNull();
  });

  it('are counted also if they came before there was anything to count with', () => {
    const faults = new AdapterFaults(recordingLogger().logger);
    const counted: string[] = [];
    faults.noteLeak('web', new Error('early'));
    faults.countWith((channel, kind) => void counted.push(`${channel} ${kind}`));
    faults.noteLeak('web', new Error('late'));
    expect(counted).toEqual(['web leaked', 'web leaked']);
  });

  it('do not depend on who else follows asynchronous work', () => {
    const other = new AsyncLocalStorage<number>();
    const { adapter } = bench({ handle: async () => ({ status: other.getStore() ?? 0 }) });
    return expect(other.run(7, () => adapter.handle(request))).resolves.toEqual({ status: 7 });
  });
});
