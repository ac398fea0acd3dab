import type { LookupFunction } from 'node:net';
import type { Clock } from '../../contracts/runtime.ts';
import { type Frame, parseFrame } from './frame.ts';
import type { SilenceWatch, Watched } from './silence-watch.ts';
import { openSocket, type Socket, type SocketEnd, type SocketListener } from './socket.ts';

export interface EventStreamParts {
  readonly address: string;
  readonly clock: Clock;
  readonly watch: SilenceWatch;
  readonly handshakeTimeoutMs: number;
  /** How its name is looked up. Absent: as the system does. */
  readonly lookup?: LookupFunction | undefined;
}

export interface EventStreamListener {
  frame(frame: Frame): void;
  /** The open stream is gone. */
  ended(end: StreamEnd): void;
}

export interface StreamEnd extends SocketEnd {
  readonly why: 'closed' | 'silent' | 'timeout' | 'given-up';
}

export type StreamOpening = { readonly opened: true } | { readonly opened: false; readonly end: StreamEnd };

/** One socket for one chat: dialled once, watched while it is open, never dialled again. */
export class EventStream implements SocketListener, Watched {
  heardAt = 0;
  readonly #parts: EventStreamParts;
  readonly #listener: EventStreamListener;
  #socket: Socket | null = null;
  #state: 'new' | 'dialling' | 'open' | 'closing' | 'gone' = 'new';
  #why: StreamEnd['why'] = 'closed';
  #settleOpening: ((opening: StreamOpening) => void) | null = null;
  #closing: Promise<void> | null = null;
  #settleClosing: (() => void) | null = null;

  constructor(parts: EventStreamParts, listener: EventStreamListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  /** Called once. Frames may come as soon as it is open. */
  async open(signal: AbortSignal): Promise<StreamOpening> {
    const { address, clock, handshakeTimeoutMs, lookup } = this.#parts;
    if (signal.aborted || this.#state !== 'new') return neverDialled;
    const opening = new Promise<StreamOpening>((resolve) => {
      this.#settleOpening = resolve;
    });
    const giveUp = () => this.#breakOff('given-up');
    const deadline = clock.setTimeout(() => this.#breakOff('timeout'), handshakeTimeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    this.#state = 'dialling';
    this.#socket = openSocket(address, this, lookup);
    try {
      return await opening;
    } finally {
      deadline.cancel();
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Its listener is told nothing any more. Resolves when the socket is gone. */
  close(): Promise<void> {
    this.#parts.watch.remove(this);
    if (this.#state === 'new' || this.#state === 'gone') {
      this.#state = 'gone';
      return Promise.resolve();
    }
    this.#state = 'closing';
    this.#closing ??= new Promise((resolve) => {
      this.#settleClosing = resolve;
      this.#breakOff('given-up');
    });
    return this.#closing;
  }

  opened(): void {
    if (this.#state !== 'dialling') return;
    this.#state = 'open';
    this.heardAt = this.#parts.clock.monotonic();
    this.#parts.watch.add(this);
    this.#settleOpening?.({ opened: true });
    this.#settleOpening = null;
  }

  text(text: string): void {
    if (this.#state !== 'open') return;
    this.heardAt = this.#parts.clock.monotonic();
    const frame = parseFrame(text, this.#parts.clock.now());
    if (frame !== null) this.#listener.frame(frame);
  }

  closed(socketEnd: SocketEnd): void {
    const before = this.#state;
    const end: StreamEnd = { ...socketEnd, why: this.#why };
    this.#state = 'gone';
    this.#parts.watch.remove(this);
    this.#settleOpening?.({ opened: false, end });
    this.#settleOpening = null;
    this.#settleClosing?.();
    if (before === 'open') this.#listener.ended(end);
  }

  silent(): void {
    this.#breakOff('silent');
  }

  #breakOff(why: StreamEnd['why']): void {
    this.#why = why;
    this.#socket?.terminate();
  }
}

const neverDialled: StreamOpening = { opened: false, end: { code: 1006, refusal: null, why: 'given-up' } };
