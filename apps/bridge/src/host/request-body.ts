import type { IncomingMessage } from 'node:http';
import { TrunklineError } from '@trunkline/core';

/** Resolves to the whole body. A body that is larger is refused as soon as that is known. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const kept = new KeptBytes(limitBytes);
    const done = (outcome: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
      outcome();
    };
    const tooLarge = (): void =>
      done(() => {
        request.on('error', () => undefined);
        request.resume();
        reject(new TrunklineError('http.body-too-large', `The body is larger than ${limitBytes} bytes.`));
      });
    const announced = Number(request.headers['content-length'] ?? 0);
    let whole: Buffer | null = null;
    const onData = (chunk: Buffer): void => {
      // Most come in one piece; whoever reads it has read it before the next turn.
      if (announced > 0 && chunk.byteLength === announced) whole = chunk;
      else if (!kept.add(chunk)) tooLarge();
    };
    const onEnd = (): void => done(() => resolve(whole ?? kept.bytes()));
    const onBroken = (): void =>
      done(() => reject(new TrunklineError('http.body-incomplete', 'The client went away before its body had come.')));

    if (announced > limitBytes) return tooLarge();
    if (request.readableEnded) return onEnd();
    if (request.destroyed) return onBroken();
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

const FIRST_BYTES = 1_024;

/**
 * Copies what comes: a piece of one byte may hold on to many, and pieces that are kept weigh far more than the body
 * that they make up. Grows with what has come, never with what was announced.
 */
class KeptBytes {
  readonly #limitBytes: number;
  #buffer = new Uint8Array(0);
  #size = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** False: that is more than there may be. */
  add(piece: Uint8Array): boolean {
    const size = this.#size + piece.byteLength;
    if (size > this.#limitBytes) return false;
    if (size > this.#buffer.byteLength) {
      const grown = Math.min(this.#limitBytes, Math.max(size, this.#buffer.byteLength * 2, FIRST_BYTES));
      const before = this.#buffer;
      this.#buffer = new Uint8Array(grown);
      this.#buffer.set(before.subarray(0, this.#size));
    }
    this.#buffer.set(piece, this.#size);
    this.#size = size;
    return true;
  }

  bytes(): Uint8Array {
    return Buffer.from(this.#buffer.buffer, 0, this.#size);
  }
}
