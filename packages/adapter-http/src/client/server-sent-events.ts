import type { ClientRuntime } from './client-types.ts';

/** The bridge says something every 15 seconds; without a word for so long the connection is dead. */
const SILENCE_MS = 45_000;

export type ServerSentEvent = { readonly number: number | null; readonly type: string; readonly data: string };

/** The events of a stream, and null for each comment, which shows that it lives. Ends when it breaks, falls silent or `signal` aborts. */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  wait: ClientRuntime['wait'],
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent | null> {
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', leave);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    while (!signal.aborted) {
      const heard = new AbortController();
      const next = Promise.race([reader.read(), wait(SILENCE_MS, heard.signal)]).finally(() => heard.abort());
      const { value } = (await next.catch(() => null)) ?? {};
      if (value === undefined) return;
      const blocks = (rest + decoder.decode(value, { stream: true }).replaceAll('\r', '')).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
        const data = fields.get('data');
        const id = fields.get('id') ?? '';
        const number = /^\d{1,15}$/.test(id) ? Number(id) : null;
        yield data === undefined ? null : { number, type: fields.get('event') ?? 'message', data };
      }
    }
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
}
