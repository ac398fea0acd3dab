import type { WebSocket } from 'ws';
import { newId, newSecret } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { AppSocket } from './app-socket.ts';
import type { Attempt, Delivery, Outcome } from './delivery.ts';

/** Why Slack ends a socket. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** The app's sockets in Socket Mode: each envelope goes to one of them. */
export class SocketHub {
  readonly #cloud: SlackCloud;
  readonly #tickets: Map<string, number> = new Map();
  #sockets: readonly AppSocket[] = [];
  #turn = 0;

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  get count(): number {
    return this.#sockets.length;
  }

  /** The address of one more socket, good for one handshake. */
  open(): string {
    const ticket = newSecret('');
    this.#tickets.set(ticket, this.#cloud.now() + this.#cloud.knobs.ticketTtlMs);
    return `${this.#cloud.baseUrl.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#cloud.app.id}`;
  }

  /** Is it an address that `open` gave and nobody used? */
  admits(ticket: string | null): boolean {
    const until = this.#tickets.get(ticket ?? '');
    this.#tickets.delete(ticket ?? '');
    return until !== undefined && this.#cloud.now() <= until;
  }

  /** Says hello, or that there are too many already. */
  attach(webSocket: WebSocket): void {
    const socket = new AppSocket(this.#cloud, webSocket);
    if (this.count >= this.#cloud.knobs.maxSockets) {
      socket.disconnect('too_many_websockets', 0);
      return;
    }
    this.#sockets = [...this.#sockets, socket];
    this.#cloud.trace.emit({ kind: 'socket', type: 'opened' });
    webSocket.once('close', () => {
      this.#sockets = this.#sockets.filter((one) => one !== socket);
      this.#cloud.trace.emit({ kind: 'socket', type: 'closed' });
    });
    socket.hello(this.count);
  }

  async carry(delivery: Delivery, attempt: Attempt): Promise<Outcome> {
    const usable = this.#sockets.filter((socket) => socket.usable);
    this.#turn += 1;
    const socket = usable[this.#turn % Math.max(1, usable.length)];
    if (socket === undefined) return { state: 'failed', reason: 'connection_failed', noRetry: false };
    const isEvent = delivery.kind === 'events_api';
    return socket.hand({
      envelope_id: newId('').toLowerCase(),
      type: delivery.kind,
      payload: delivery.payload,
      accepts_response_payload: !isEvent,
      ...(isEvent && { retry_attempt: attempt.number, retry_reason: attempt.reason }),
    });
  }

  /** Asks the oldest, or all, to go; after a `warning` they are asked once more. Returns how many. */
  disconnect(reason: DisconnectReason, all: boolean): number {
    const asked = all ? this.#sockets : this.#sockets.slice(0, 1);
    for (const socket of asked) socket.disconnect(reason, this.#cloud.knobs.disconnectLagMs);
    return asked.length;
  }

  /** Breaks them without a close frame. */
  drop(all: boolean): number {
    const dropped = all ? this.#sockets : this.#sockets.slice(0, 1);
    for (const socket of dropped) socket.terminate();
    return dropped.length;
  }

  /** Stalled ones stay open, but neither say nor hear anything. */
  stall(on: boolean): number {
    for (const socket of this.#sockets) socket.stalled = on;
    return this.count;
  }
}
