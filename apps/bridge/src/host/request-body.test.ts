import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readBody } from './request-body.ts';

/** A request whose body comes as the test says. */
class SentRequest extends EventEmitter {
  readonly headers = {};
  readonly readableEnded = false;
  readonly destroyed = false;

  resume(): this {
    return this;
  }
}

function reading(limitBytes: number) {
  const request = new SentRequest();
  return { request, body: readBody(request as unknown as IncomingMessage, limitBytes) };
}

describe('a body', () => {
  it('is what its pieces were when they came, whatever becomes of them', async () => {
    const { request, body } = reading(1_000_000);
    const [piece, expected] = [Buffer.alloc(7), [] as number[]];
    for (let count = 0; count < 20_000; count += 1) {
      piece.fill(count % 251);
      expected.push(...piece);
      request.emit('data', piece);
    }
    request.emit('end');
    expect(Buffer.compare(await body, Buffer.from(expected))).toBe(0);
  });

  it('may be as large as the limit and no larger', async () => {
    for (const sizes of [[10], [9, 1], Array(10).fill(1), [0, 10, 0], []]) {
      const { request, body } = reading(10);
      for (const size of sizes) request.emit('data', Buffer.alloc(size, 1));
      request.emit('end');
      expect([...(await body)]).toEqual(Array(sizes.reduce((sum, size) => sum + size, 0)).fill(1));
    }
    for (const sizes of [[11], [10, 1], [1, 10], Array(11).fill(1)]) {
      const { request, body } = reading(10);
      for (const size of sizes) request.emit('data', Buffer.alloc(size));
      await expect(body).rejects.toMatchObject({ code: 'http.body-too-large' });
      expect(request.listenerCount('data')).toBe(0);
    }
  });

  it('that breaks off is told', async () => {
    const { request, body } = reading(10);
    request.emit('data', Buffer.alloc(3));
    request.emit('close');
    await expect(body).rejects.toMatchObject({ code: 'http.body-incomplete' });
  });
});
