import type { ServerResponse } from 'node:http';
import type { ChannelReply } from '@trunkline/core';
import { cutOffUnlessTaken, STALL_TIMEOUT_MS, taken } from './client-pace.ts';

/** What a client must take within the time-out: one that is slow but steady gets its whole reply. */
const SLICE_BYTES = 65_536;

export interface Recipient {
  /** Aborts when the client is gone. Read for streams only. */
  readonly signal: AbortSignal;
  /** Default 60,000. */
  readonly stallTimeoutMs?: number;
}

/**
 * Writes an adapter's reply, as fast as the client takes it, and resolves when it is through with it. Ends when the
 * client goes or has stopped reading. Rejects if a stream breaks; the client then sees its connection break too.
 */
export async function sendReply(response: ServerResponse, reply: ChannelReply, to: Recipient): Promise<void> {
  const { stallTimeoutMs = STALL_TIMEOUT_MS } = to;
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const { body = '' } = reply;
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    return sendStream(response, body, { signal: to.signal, stallTimeoutMs });
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (reply.status !== 204 && reply.status !== 304) response.setHeader('content-length', bytes.byteLength);
  return sendWhole(response, bytes, stallTimeoutMs);
}

async function sendWhole(response: ServerResponse, bytes: Uint8Array, stallTimeoutMs: number): Promise<void> {
  let sent = 0;
  for (; bytes.byteLength - sent > SLICE_BYTES; sent += SLICE_BYTES) {
    const room = response.write(bytes.subarray(sent, sent + SLICE_BYTES));
    if (room || (await taken(response, 'drain', stallTimeoutMs))) continue;
    response.destroy();
    return;
  }
  response.end(sent === 0 ? bytes : bytes.subarray(sent));
  // The machine has taken it off our hands, as it does with what is small.
  if (response.socket?.writableLength === 0) return;
  await cutOffUnlessTaken(response, stallTimeoutMs);
}

async function sendStream(
  response: ServerResponse,
  body: AsyncIterable<string | Uint8Array>,
  { signal: gone, stallTimeoutMs }: Required<Recipient>,
): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  response.flushHeaders();
  try {
    while (!gone.aborted) {
      const next = await unlessAborted(iterator.next(), gone);
      if (next === ABORTED) break;
      if (next.done === true) {
        response.end();
        return await cutOffUnlessTaken(response, stallTimeoutMs);
      }
      if (!response.write(next.value) && !(await taken(response, 'drain', stallTimeoutMs))) break;
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
