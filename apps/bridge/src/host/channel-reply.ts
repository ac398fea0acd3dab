import type { ServerResponse } from 'node:http';
import type { ChannelReply } from '@trunkline/core';

/**
 * Writes an adapter's reply. A stream is written as fast as the client takes it and ends when the client goes.
 * Rejects if the stream breaks; the client then sees its connection break too.
 */
export async function sendReply(response: ServerResponse, reply: ChannelReply, gone: AbortSignal): Promise<void> {
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  const { body = '' } = reply;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return sendStream(response, body, gone);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (reply.status !== 204 && reply.status !== 304) response.setHeader('content-length', bytes.byteLength);
  response.end(bytes);
}

async function sendStream(
  response: ServerResponse,
  body: AsyncIterable<string | Uint8Array>,
  gone: AbortSignal,
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
      if (!response.write(next.value)) await drained(response, gone);
    }
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

function drained(response: ServerResponse, gone: AbortSignal): Promise<unknown> {
  let onDrain: (() => void) | undefined;
  const wait = new Promise<void>((resolve) => {
    onDrain = resolve;
    response.once('drain', resolve);
  });
  return unlessAborted(wait, gone).finally(() => {
    if (onDrain !== undefined) response.off('drain', onDrain);
  });
}
