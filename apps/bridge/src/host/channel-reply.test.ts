import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { settle } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { sendReply } from './channel-reply.ts';

/** A client whose buffer is full after every piece. */
class SlowResponse extends EventEmitter {
  readonly written: unknown[] = [];
  ended = false;
  destroyed = false;
  statusCode = 0;

  setHeader(): void {}
  flushHeaders(): void {}

  write(chunk: unknown): boolean {
    this.written.push(chunk);
    return false;
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

async function* three(): AsyncGenerator<string> {
  yield 'one';
  yield 'two';
  yield 'three';
}

describe('a reply to a slow client', () => {
  it('asks its source for the next piece only when the client has taken the last', async () => {
    const response = new SlowResponse();
    const sending = sendReply(
      response as unknown as ServerResponse,
      { status: 200, body: three() },
      { gone: new AbortController().signal },
    );
    for (const expected of [['one'], ['one', 'two'], ['one', 'two', 'three']]) {
      await settle();
      expect(response.written).toEqual(expected);
      response.emit('drain');
    }
    await sending;
    expect([response.ended, response.destroyed]).toEqual([true, false]);
    expect(response.listenerCount('drain')).toBe(0);
  });

  it('breaks off when the client takes nothing for too long, and ends its source', async () => {
    const response = new SlowResponse();
    const source = three();
    await sendReply(
      response as unknown as ServerResponse,
      { status: 200, body: source },
      { gone: new AbortController().signal, stallTimeoutMs: 1 },
    );
    expect([response.written, response.ended, response.destroyed]).toEqual([['one'], false, true]);
    expect(await source.next()).toEqual({ done: true, value: undefined });
    expect(response.listenerCount('drain')).toBe(0);
  });

  it('ends its source when the client goes away while its buffer is full', async () => {
    const response = new SlowResponse();
    const gone = new AbortController();
    const source = three();
    const sending = sendReply(
      response as unknown as ServerResponse,
      { status: 200, body: source },
      { gone: gone.signal },
    );
    await settle();
    gone.abort();
    await sending;
    expect(response.written).toEqual(['one']);
    expect(await source.next()).toEqual({ done: true, value: undefined });
    expect(response.listenerCount('drain')).toBe(0);
  });
});
