import type { WebSocket } from 'ws';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';

interface Beating {
  readonly conversation: Conversation;
  readonly dueAt: number;
}

/** Heartbeats of all sockets on one timer: each socket's next is due one interval after its last. */
export class Heartbeats {
  readonly #cloud: Cloud;
  /** In order of being due, since everybody waits equally long: the first is always the next. */
  readonly #due: Map<WebSocket, Beating> = new Map();
  #running = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  add(socket: WebSocket, conversation: Conversation): void {
    const { heartbeatMs } = this.#cloud.knobs;
    if (heartbeatMs === 0) return;
    this.#due.set(socket, { conversation, dueAt: this.#cloud.now() + heartbeatMs });
    if (!this.#running) this.#wait();
  }

  remove(socket: WebSocket): void {
    this.#due.delete(socket);
  }

  #wait(): void {
    const [first] = this.#due.values();
    this.#running = first !== undefined;
    if (first === undefined) return;
    this.#cloud.timers.after(Math.max(1, first.dueAt - this.#cloud.now()), () => {
      this.#beat();
      this.#wait();
    });
  }

  #beat(): void {
    const now = this.#cloud.now();
    for (const [socket, { conversation, dueAt }] of this.#due) {
      if (dueAt > now) return;
      this.#cloud.outlet.beat(conversation, socket);
      this.#due.delete(socket);
      const { heartbeatMs } = this.#cloud.knobs;
      if (heartbeatMs > 0) this.#due.set(socket, { conversation, dueAt: now + heartbeatMs });
    }
  }
}
