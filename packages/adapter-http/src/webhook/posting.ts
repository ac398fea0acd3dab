import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '@trunkline/core';
import type { Dispatcher } from 'undici';

type Controller = Dispatcher.DispatchController;

/** Of an answer's body, which nobody reads: a connection whose body ends soon can be used again. */
const DISCARD_BYTES = 16_384;
const DISCARD_TIMEOUT_MS = 5_000;

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | readonly string[] | undefined;
}

/**
 * One request of whose answer only the beginning matters: the status says it all, and a body that does not end must not
 * make an event that was taken look lost.
 */
export class Posting implements Dispatcher.DispatchHandler {
  readonly answer: Promise<PostAnswer>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #controller: Controller | null = null;
  #answered = false;
  #aborted = false;
  #discardUntil = 0;
  #discarded = 0;
  #resolve: (answer: PostAnswer) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Breaks it off unless it was answered; `answer` rejects. */
  abort(): void {
    if (this.#answered) return;
    this.#aborted = true;
    this.#controller?.abort(new BrokenOff());
    this.#reject(new BrokenOff());
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(new BrokenOff());
  }

  onResponseStart(_controller: Controller, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#answered = true;
    this.#discardUntil = this.#clock.monotonic() + DISCARD_TIMEOUT_MS;
    this.#resolve({ status, retryAfter: headers['retry-after'] });
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.#discarded += chunk.byteLength;
    if (this.#discarded > DISCARD_BYTES || this.#clock.monotonic() > this.#discardUntil)
      controller.abort(new BrokenOff());
  }

  onResponseEnd(): void {}

  onResponseError(_controller: Controller, error: Error): void {
    this.#reject(error);
  }
}

class BrokenOff extends Error {}
