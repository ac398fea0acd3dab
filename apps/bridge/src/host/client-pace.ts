import type { ServerResponse } from 'node:http';

/** A client that takes nothing for so long, although something waits for it, is cut off. */
export const STALL_TIMEOUT_MS = 60_000;

/**
 * Whether the client took what waits for it: `drain` after a write that filled the buffer, `finish` after the end.
 * False: it is gone, or did not take it in time.
 */
export function taken(response: ServerResponse, by: 'drain' | 'finish', stallTimeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (wasTaken: boolean): void => {
      clearTimeout(timer);
      response.off(by, onTaken).off('close', onLost);
      resolve(wasTaken);
    };
    const onTaken = (): void => settle(true);
    const onLost = (): void => settle(false);
    const timer = setTimeout(onLost, stallTimeoutMs);
    response.once(by, onTaken).once('close', onLost);
    if (by === 'finish' && response.writableFinished) onTaken();
    else if (response.destroyed) onLost();
  });
}

/** For a reply that is sent whole by somebody else. */
export async function cutOffUnlessTaken(
  response: ServerResponse,
  stallTimeoutMs: number = STALL_TIMEOUT_MS,
): Promise<void> {
  if (!(await taken(response, 'finish', stallTimeoutMs))) response.destroy();
}
