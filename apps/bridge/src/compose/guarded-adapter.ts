import {
  type AdapterContext,
  type ChannelAdapter,
  type Clock,
  type TimelineListener,
  TrunklineError,
} from '@trunkline/core';
import type { AdapterFaults } from './adapter-faults.ts';
import { asAdapterOf, asBridge } from './adapter-scope.ts';

export interface Guard {
  readonly channel: string;
  /** Not one of ours: what it leaves behind is followed, which costs every promise of the process a little. */
  readonly foreign: boolean;
  readonly faults: AdapterFaults;
  readonly clock: Clock;
}

type Method = (...args: unknown[]) => unknown;

/** After that, a start is called slow. */
const START_MS = 10_000;
/** Whatever these do, their caller gets a promise. */
const PROMISED: ReadonlySet<PropertyKey> = new Set([
  'start',
  'handle',
  'deliver',
  'stop',
  'typing',
  'findSent',
  'check',
  'explain',
]);

/** The same adapter, whose code is known by its channel wherever it goes, and whose faults are counted. */
export function guardedAdapter(adapter: ChannelAdapter, guard: Guard): ChannelAdapter {
  const known = new Map<PropertyKey, Method>();
  // Of a frozen adapter a proxy could not show other methods, so it stands before an empty object.
  return new Proxy({} as ChannelAdapter, {
    has: (_, key) => key in adapter,
    get(_, key) {
      const value: unknown = Reflect.get(adapter, key);
      if (typeof value !== 'function') return value;
      const found = known.get(key) ?? guardedMethod(key, (value as Method).bind(adapter), guard);
      known.set(key, found);
      return found;
    },
  });
}

function guardedMethod(key: PropertyKey, method: Method, guard: Guard): Method {
  const scoped: Method = guard.foreign ? (...args) => asAdapterOf(guard.channel, () => method(...args)) : method;
  if (key === 'start') return (context) => start(scoped, context as AdapterContext, guard);
  if (!PROMISED.has(key)) return scoped;
  return async (...args) => {
    try {
      return await scoped(...args);
    } catch (error) {
      if (!(error instanceof TrunklineError)) guard.faults.note(guard.channel, 'threw');
      throw error;
    }
  };
}

async function start(method: Method, context: AdapterContext, guard: Guard): Promise<void> {
  const { channel, faults, clock } = guard;
  const slow = clock.setTimeout(() => faults.noteSlowStart(channel), START_MS);
  try {
    await method(guardedContext(context, guard));
  } catch (error) {
    faults.note(channel, 'start');
    throw error;
  } finally {
    slow.cancel();
    faults.noteStarted(channel);
  }
}

function directly<T>(work: () => T): T {
  return work();
}

/** What the adapter calls is the bridge's own work again. */
function guardedContext(context: AdapterContext, guard: Guard): AdapterContext {
  const asOurs = guard.foreign ? asBridge : directly;
  return {
    channel: context.channel,
    publicUrl: context.publicUrl,
    clock: context.clock,
    logger: context.logger,
    storage: {
      get: (key) => asOurs(() => context.storage.get(key)),
      put: (entries) => asOurs(() => context.storage.put(entries)),
      list: (range) => asOurs(() => context.storage.list(range)),
    },
    receive: (event) => asOurs(() => context.receive(event)),
    receiveEnd: (address, ending) => asOurs(() => context.receiveEnd(address, ending)),
    receiveReceipt: (address, receipt) => asOurs(() => context.receiveReceipt(address, receipt)),
    receiveTyping: (address) => asOurs(() => context.receiveTyping(address)),
    conversation: (address) => asOurs(() => context.conversation(address)),
    timeline: (address, range) => asOurs(() => context.timeline(address, range)),
    subscribe: (address, listener) => asOurs(() => context.subscribe(address, guardedListener(listener, guard))),
    lookForMissed: () => asOurs(() => context.lookForMissed()),
    reportHealth: (problem) => asOurs(() => context.reportHealth(problem)),
    count: (what, by) => asOurs(() => context.count(what, by)),
  };
}

/** Listeners are called in the middle of a step of the engine: what they throw ends here. */
function guardedListener(listener: TimelineListener, { channel, foreign, faults }: Guard): TimelineListener {
  const asItself = foreign ? (work: () => void) => asAdapterOf(channel, work) : directly;
  const tell = (work: () => void): void =>
    asItself(() => {
      try {
        work();
      } catch (error) {
        faults.noteLeak(channel, error);
      }
    });
  return {
    entry: (entry) => tell(() => listener.entry(entry)),
    typing: (typing) => tell(() => listener.typing(typing)),
  };
}
