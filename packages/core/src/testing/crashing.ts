import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import type { ContactCenter } from '../contracts/contact-center.ts';
import type { Clock } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import type { CrashPoints } from './crash-points.ts';

/** The same store, with a place to die before and after each commit. */
export function crashingStore(store: Store, crash: CrashPoints): Store {
  return around(store, crash, ['commit']);
}

/** The same contact centre, with a place to die before and after each outside write. */
export function crashingContactCenter(contactCenter: ContactCenter, crash: CrashPoints): ContactCenter {
  return around(contactCenter, crash, ['open', 'resume', 'send', 'catchUp', 'end']);
}

/** The same adapter, with a place to die before and after each delivery. */
export function crashingAdapter(adapter: ChannelAdapter, crash: CrashPoints): ChannelAdapter {
  return around(adapter, crash, ['deliver']);
}

/** The same clock; the timers of a dead process do not fire. */
export function crashingClock(clock: Clock, crash: CrashPoints): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    setTimeout: (callback, delayMs) => clock.setTimeout(() => crash.dead || callback(), delayMs),
  };
}

function around<Port extends object>(port: Port, crash: CrashPoints, names: readonly (keyof Port & string)[]): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = (...args: readonly unknown[]): unknown => Reflect.apply(member, target, args);
      if (!names.some((one) => one === name)) return call;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        await crash.pass(`before ${String(name)}`);
        const result = await call(...args);
        await crash.pass(`after ${String(name)}`);
        return result;
      };
    },
  });
}
