import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose code is at work, also in timers and callbacks that it left behind. There is one such chain in a process. */
const scope = new AsyncLocalStorage<string | null>();

/** Runs an adapter's code on behalf of its channel. */
export function asAdapterOf<T>(channel: string, work: () => T): T {
  return scope.run(channel, work);
}

/** Runs the bridge's own code, whoever called it. */
export function asBridge<T>(work: () => T): T {
  return scope.run(null, work);
}

/** The channel whose adapter an error that nobody caught came from; null: none. */
export function adapterAtWork(): string | null {
  return scope.getStore() ?? null;
}
