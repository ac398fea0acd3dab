import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateBytes } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

interface Event {
  readonly number: number | null;
  readonly type: string;
  readonly data: string;
}

interface Client {
  serverSentEvents(
    body: ReadableStream<Uint8Array>,
    wait: (ms: number, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): AsyncGenerator<Event | null>;
}

interface Input {
  /** What a bridge would have sent; null: it was changed on the way. */
  readonly sent: readonly Event[] | null;
  readonly bytes: Uint8Array;
  /** Where the network cut it. */
  readonly cuts: readonly number[];
}

const never = new AbortController().signal;

function make(draw: Draw): Input {
  let number = 0;
  const events = draw.some(5, (): Event => {
    const data = JSON.stringify({ text: draw.text() });
    number += draw.between(1, 3);
    return draw.percent(80)
      ? { number, type: draw.of(['message.created', 'typing', 'conversation.ended']), data }
      : { number: null, type: 'typing', data };
  });
  const stream = events.map(({ number: id, type, data }) => {
    const comment = draw.percent(20) ? ': still here\n\n' : '';
    return `${comment}${id === null ? '' : `id: ${id}\n`}event: ${type}\ndata: ${data}\n\n`;
  });
  const bytes = Buffer.from(stream.join(''));
  const cuts = draw.some(6, () => draw.between(0, bytes.length));
  return draw.percent(60) ? { sent: null, bytes: mutateBytes(draw, bytes), cuts } : { sent: events, bytes, cuts };
}

/** The stream of the client for browsers: the same events wherever it is cut, and those that were sent. */
export const sse: Target<Input> = {
  name: 'client-event-stream',
  weight: 60,
  async open() {
    const { serverSentEvents } = await built<Client>('packages/adapter-http/dist/client/server-sent-events.js');
    const wait = (_: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    async function read(bytes: Uint8Array, cuts: readonly number[]): Promise<readonly Event[]> {
      const edges = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
        (one, other) => one - other,
      );
      const chunks = edges.slice(1).map((to, at) => bytes.subarray(edges[at], to));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      const events: Event[] = [];
      for await (const event of serverSentEvents(body, wait, never)) if (event !== null) events.push(event);
      return events;
    }
    return {
      make,
      async judge({ sent, bytes, cuts }) {
        const events = await read(bytes, cuts);
        demand(
          JSON.stringify(events) === JSON.stringify(await read(bytes, [])),
          'it depends on where the stream is cut',
        );
        if (sent !== null) demand(JSON.stringify(events) === JSON.stringify(sent), 'not what was sent');
        for (const { number, data } of events)
          demand(
            typeof data === 'string' && (number === null || Number.isSafeInteger(number)),
            'an event without a number',
          );
        return events.length === 0 ? 'refused' : 'accepted';
      },
    };
  },
};
