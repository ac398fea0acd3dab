import type { ServerResponse } from 'node:http';
import type { ChannelReply } from '@trunkline/core';

/** A client that takes nothing for so long, although something waits for it, is cut off. */
const STALL_TIMEOUT_MS = 60_000;

export interface Recipient {
  /** Aborts when the client is gone. */
  readonly gone: AbortSignal;
  /** Default 60,000. */
  readonly stallTimeoutMs?: number;
}

/**
 * Writes an adapter's reply. A stream is written as fast as the client takes it and ends when the client goes or has
 * stopped reading. Rejects if the stream breaks; the client then sees its connection break too.
 */
export async function sendReply(response: ServerResponse, reply: ChannelReply, to: Recipient): Promise<void> {
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const { body = '' } = reply;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return sendStream(response, body, to);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (reply.status !== 204 && reply.status !== 304) response.setHeader('content-length', bytes.byteLength);
  response.end(bytes);
}

async function sendStream(
  response: ServerResponse,
  body: AsyncIterable<string | Uint8Array>,
  { gone, stallTimeoutMs = STALL_TIMEOUT_MS }: Recipient,
): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  response.flushHeaders();
  try {
    while (!gone.aborted) {
      const next = await unlessAborted(iterator.next(), gone);
      if (next === ABORTED) break;
      if (next.done === true) {
        response.end();
        return;
      }
      if (!response.write(next.value) && !(await drained(response, gone, stallTimeoutMs))) break;
    }
    // Nothing that waits in its buffer is worth keeping, nor is the connection.
    response.destroy();
    void iterator.return?.()?.catch(() => undefined);
  } catch (error) {
    response.destroy();
    throw error;
  }
}

const ABORTED: unique symbol = Symbol('aborted');

/** A listener for each wait, taken off again: a race against one long promise would grow for as long as it lives. */
function unlessAborted<T>(wait: Promise<T>, gone: AbortSignal): Promise<T | typeof ABORTED> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(ABORTED);
    gone.addEventListener('abort', onAbort, { once: true });
    wait.then(resolve, reject).finally(() => gone.removeEventListener('abort', onAbort));
  });
}

/** Whether the client has taken what it was sent; false: it is gone, or did not in time. */
function drained(response: ServerResponse, gone: AbortSignal, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (hasDrained: boolean): void => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      gone.removeEventListener('abort', onAbort);
      resolve(hasDrained);
    };
    const onDrain = (): void => settle(true);
    const onAbort = (): void => settle(false);
    const timer = setTimeout(onAbort, timeoutMs);
    response.once('drain', onDrain);
    gone.addEventListener('abort', onAbort, { once: true });
    if (gone.aborted) onAbort();
  });
}
