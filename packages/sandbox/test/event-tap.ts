import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** A frame as it came, loosely typed: what it holds is what the tests are about. */
export interface ReceivedFrame {
  readonly topicName: string;
  readonly version?: string;
  readonly eventBody: {
    readonly id?: string;
    readonly message?: string;
    readonly body?: string;
    readonly bodyType?: string;
    readonly timestamp?: string;
    readonly conversation?: { readonly id: string };
    readonly sender?: { readonly id: string };
    readonly member?: { readonly id: string; readonly state: string };
    /** Of a media request. */
    readonly types?: readonly string[];
    readonly state?: string;
  };
  readonly metadata?: { readonly type: string; readonly CorrelationId: string };
}

/** One socket on an event stream, and everything that came through it. */
export class EventTap {
  readonly frames: ReceivedFrame[] = [];
  readonly texts: string[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  readonly #opened: Promise<void>;
  #look: () => void = () => {};

  constructor(uri: string, protocols: readonly string[] = []) {
    this.#socket = new WebSocket(uri, [...protocols]);
    this.#opened = new Promise((resolve, reject) => {
      this.#socket.once('open', resolve);
      this.#socket.once('error', reject);
    });
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.#opened.catch(() => {});
    this.#socket.on('message', (data) => {
      this.texts.push(data.toString());
      this.frames.push(JSON.parse(data.toString()));
      this.#look();
    });
    onTestFinished(() => this.#socket.terminate());
  }

  /** Rejects when the handshake is refused. */
  async open(): Promise<this> {
    await this.#opened;
    return this;
  }

  /** Waits until so many frames fit, and gives them. */
  async until(fits: (frame: ReceivedFrame) => boolean, count = 1): Promise<readonly ReceivedFrame[]> {
    return new Promise((resolve) => {
      this.#look = () => {
        const found = this.frames.filter(fits);
        if (found.length >= count) resolve(found);
      };
      this.#look();
    });
  }

  /** What the server made of the subprotocols; empty for none. */
  get protocol(): string {
    return this.#socket.protocol;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Pings as the WebSocket protocol has it; resolves with the pong. */
  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('pong', () => resolve());
      this.#socket.ping();
    });
  }

  /** Gone without a close frame. */
  async vanish(): Promise<void> {
    this.#socket.terminate();
    await this.closed;
  }
}

/** Opens the stream and waits for the handshake. */
export function tapEvents(uri: string, protocols: readonly string[] = []): Promise<EventTap> {
  return new EventTap(uri, protocols).open();
}

/** Fits a message with this body. */
export function saying(body: string): (frame: ReceivedFrame) => boolean {
  return ({ eventBody }) => eventBody.body === body && eventBody.bodyType === 'standard';
}

/** Fits a state change of one member. */
export function memberIs(memberId: string, state: string): (frame: ReceivedFrame) => boolean {
  return ({ eventBody }) => eventBody.member?.id === memberId && eventBody.member.state === state;
}

/** Frames in a word or two each: what was said, `type` of other messages, states, `typing`, `beat`. */
export function wordsOf(frames: readonly ReceivedFrame[]): readonly string[] {
  return frames.map(({ metadata, eventBody, topicName }) => {
    if (metadata === undefined) return topicName === 'channel.metadata' ? (eventBody.message ?? '') : topicName;
    if (metadata.type === 'member-change') return eventBody.member?.state ?? '';
    if (metadata.type === 'message')
      return eventBody.bodyType === 'standard' ? (eventBody.body ?? '') : `${eventBody.bodyType}`;
    return metadata.type;
  });
}
