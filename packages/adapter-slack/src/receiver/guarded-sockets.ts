import type { Duplex } from 'node:stream';
import { createGuardedDispatcher } from '@trunkline/core';
import type { Dispatcher } from 'undici';

/** Dials for Slack's client, and not into our own network, whatever address Slack's API names. */
export interface GuardedSockets {
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean;
  /** Whatever is still open is broken: of sockets that hear nothing any more there is no other end. */
  destroy(): void;
}

/** `apiUrl`: its host is the operator's word, and sockets may be there as well. */
export function guardSockets(apiUrl: string | undefined): GuardedSockets {
  const guarded = createGuardedDispatcher({ trusted: apiUrl === undefined ? [] : [new URL(apiUrl).hostname] });
  const sockets = new Set<Duplex>();
  return {
    dispatch: (options, handler) =>
      guarded.dispatch(
        options,
        noting(handler, (socket) => {
          sockets.add(socket);
          socket.once('close', () => sockets.delete(socket));
        }),
      ),
    destroy() {
      for (const socket of sockets) socket.destroy();
      void guarded.destroy().catch(() => {});
    },
  };
}

/** An upgraded socket leaves its dispatcher, which does not know it any more. */
function noting(handler: Dispatcher.DispatchHandler, note: (socket: Duplex) => void): Dispatcher.DispatchHandler {
  return new Proxy(handler, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name, target);
      if (typeof own !== 'function') return own;
      return (...args: unknown[]): unknown => {
        // Its third argument, by the older and by the newer name of the method.
        if (name === 'onUpgrade') note(args[2] as Duplex);
        if (name === 'onRequestUpgrade') note(args[3] as Duplex);
        return own.apply(target, args);
      };
    },
  });
}
