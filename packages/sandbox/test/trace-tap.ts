import type { GenesysSandbox, TraceEvent } from '../src/index.ts';

/** Waits for the next thing to happen that fits. */
export function traced(sandbox: GenesysSandbox, fits: (event: TraceEvent) => boolean): Promise<TraceEvent> {
  return new Promise((resolve) => {
    const stop = sandbox.control.watch((event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}

/** The server's side of one socket is gone, too. */
export function socketClosed(sandbox: GenesysSandbox): Promise<TraceEvent> {
  return traced(sandbox, ({ kind, type }) => kind === 'socket' && type === 'closed');
}
