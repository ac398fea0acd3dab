import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ChannelReply } from '@trunkline/core';
import { settle } from '@trunkline/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Recipient, sendReply } from './channel-reply.ts';

type ChannelBody = NonNullable<ChannelReply['body']>;

afterEach(() => {
  vi.useRealTimers();
});

/** A client whose buffer is full after every piece, and which takes the last when told to. */
class SlowResponse extends EventEmitter {
  readonly written: unknown[] = [];
  ended = false;
  destroyed = false;
  writableFinished = false;
  statusCode = 0;

  setHeader(): void {}
  flushHeaders(): void {}

  write(chunk: unknown): boolean {
    this.written.push(chunk);
    return false;
  }

  end(chunk?: unknown): void {
    if (chunk !== undefined) this.written.push(chunk);
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  finish(): void {
    this.writableFinished = true;
    this.emit('finish');
  }

  waiting(): number {
    return ['drain', 'finish', 'close'].reduce((sum, event) => sum + this.listenerCount(event), 0);
  }
}

/** Starts a reply and says whether it is through with it. */
function send(response: SlowResponse, body: ChannelBody, to: Partial<Recipient> = {}) {
  const through = { yet: false };
  const sending = sendReply(
    response as unknown as ServerResponse,
    { status: 200, body },
    { signal: new AbortController().signal, ...to },
  ).then(() => {
    through.yet = true;
  });
  return { sending, through };
}

async function* three(): AsyncGenerator<string> {
  yield 'one';
  yield 'two';
  yield 'three';
}

describe('a reply to a slow client', () => {
  it('asks its source for the next piece only when the client has taken the last', async () => {
    const response = new SlowResponse();
    const { sending, through } = send(response, three());
    for (const expected of [['one'], ['one', 'two'], ['one', 'two', 'three']]) {
      await settle();
      expect(response.written).toEqual(expected);
      response.emit('drain');
    }
    await settle();
    expect([response.ended, through.yet]).toEqual([true, false]);
    response.finish();
    await sending;
    expect([response.destroyed, response.waiting()]).toEqual([false, 0]);
  });

  it('goes out in slices if it is large, each when the client has taken the last', async () => {
    const response = new SlowResponse();
    const body = new Uint8Array(200_000).map((_, index) => index % 251);
    const { sending, through } = send(response, body);
    for (const slices of [1, 2, 3]) {
      await settle();
      expect(response.written.length).toBe(slices);
      response.emit('drain');
    }
    await settle();
    expect([response.ended, through.yet]).toEqual([true, false]);
    response.finish();
    await sending;
    expect(Buffer.compare(Buffer.concat(response.written as Uint8Array[]), body)).toBe(0);
    expect([response.destroyed, response.waiting()]).toEqual([false, 0]);
  });

  it.each([
    ['in pieces', 0, three],
    ['in pieces, all but its end taken', 3, three],
    ['large', 0, () => 'x'.repeat(100_000)],
    ['large, all but its end taken', 1, () => 'x'.repeat(100_000)],
    ['small', 0, () => 'short'],
    ['empty', 0, () => ''],
  ])('breaks off when the client takes nothing for a minute: %s', async (_what, drains, body) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const response = new SlowResponse();
    const { sending } = send(response, body());
    for (let count = 0; count < drains; count += 1) {
      await settle();
      vi.advanceTimersByTime(59_999);
      response.emit('drain');
    }
    await settle();
    vi.advanceTimersByTime(59_999);
    expect(response.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    await sending;
    expect([response.destroyed, response.waiting(), vi.getTimerCount()]).toEqual([true, 0, 0]);
  });

  it('ends its source when the client takes nothing for too long', async () => {
    const response = new SlowResponse();
    const source = three();
    await send(response, source, { stallTimeoutMs: 1 }).sending;
    expect([response.written, response.ended, response.destroyed]).toEqual([['one'], false, true]);
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });

  it('ends its source when the client goes away while its buffer is full', async () => {
    const response = new SlowResponse();
    const source = three();
    const { sending } = send(response, source);
    await settle();
    response.emit('close');
    await sending;
    expect(response.written).toEqual(['one']);
    expect(await source.next()).toEqual({ done: true, value: undefined });
    expect(response.waiting()).toBe(0);
  });
});
