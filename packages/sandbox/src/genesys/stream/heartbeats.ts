import type { WebSocket } from 'ws';
import { Deadline } from '../../deadline.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';

interface Beating {
  readonly conversation: Conversation;
  readonly dueAt: number;
}

/** Heartbeats of all sockets on one timer: each socket's next is due one interval after its last. */
export class Heartbeats {
  readonly #cloud: Cloud;
  /** In order of being due, as long as everybody waits equally long. */
  readonly #due: Map<WebSocket, Beating> = new Map();
  readonly #wake: Deadline;
  #wakeAt = Number.POSITIVE_INFINITY;
  /** The interval of the last that was added. */
  #intervalMs: number;
  /** The interval was turned while running: the order says nothing any more. */
  #isMixed = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#wake = new Deadline(cloud.timers);
    this.#intervalMs = cloud.knobs.heartbeatMs;
  }

  add(socket: WebSocket, conversation: Conversation): void {
    const { heartbeatMs } = this.#cloud.knobs;
    this.#isMixed ||= heartbeatMs !== this.#intervalMs;
    this.#intervalMs = heartbeatMs;
    if (heartbeatMs === 0) return;
    const dueAt = this.#cloud.now() + heartbeatMs;
    this.#due.set(socket, { conversation, dueAt });
    if (dueAt < this.#wakeAt) this.#wait(dueAt);
  }

  remove(socket: WebSocket): void {
    this.#due.delete(socket);
  }

  #wait(wakeAt: number): void {
    this.#wakeAt = wakeAt;
    if (wakeAt === Number.POSITIVE_INFINITY) return;
    this.#wake.set(Math.max(1, wakeAt - this.#cloud.now()), () => {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#beat();
      this.#wait(this.#nextDueAt());
    });
  }

  #nextDueAt(): number {
    if (!this.#isMixed) for (const { dueAt } of this.#due.values()) return dueAt;
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt } of this.#due.values()) next = Math.min(next, dueAt);
    return next;
  }

  #beat(): void {
    const now = this.#cloud.now();
    const beating: [WebSocket, Conversation][] = [];
    for (const [socket, { conversation, dueAt }] of this.#due) {
      if (dueAt <= now) beating.push([socket, conversation]);
      else if (!this.#isMixed) break;
    }
    for (const [socket, conversation] of beating) {
      this.#due.delete(socket);
      this.#cloud.outlet.beat(conversation, socket);
      this.add(socket, conversation);
    }
  }
}
