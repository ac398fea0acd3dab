import type { WebSocket } from 'ws';
import { newId } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Outcome } from './delivery.ts';
import type { DisconnectReason } from './socket-hub.ts';

/** What goes over a socket; `envelope_id` comes back with the acknowledgement. */
export type Envelope = Readonly<Record<string, unknown>> & { readonly envelope_id: string };

/** One socket of the app. */
export class AppSocket {
  /** Neither says nor hears anything, which a fault wants. */
  stalled = false;
  readonly #cloud: SlackCloud;
  readonly #socket: WebSocket;
  readonly #host: string = `applink-${newId('').toLowerCase()}`;
  readonly #waiting: Map<string, (outcome: Outcome) => void> = new Map();
  #leaving = false;
  #stopPings: () => void = () => {};

  constructor(cloud: SlackCloud, socket: WebSocket) {
    this.#cloud = cloud;
    this.#socket = socket;
    socket.on('message', (data) => this.#hear(data.toString()));
    socket.on('ping', (data) => {
      if (!this.stalled) socket.pong(data);
    });
    socket.on('error', () => socket.terminate());
    socket.once('close', () => {
      this.#stopPings();
      for (const settle of [...this.#waiting.values()]) settle(failed('connection_failed'));
    });
  }

  /** Nothing new goes to one that was asked to go. */
  get usable(): boolean {
    return !this.#leaving && this.#socket.readyState === this.#socket.OPEN;
  }

  hello(count: number): void {
    this.#say({
      type: 'hello',
      num_connections: count,
      debug_info: { host: this.#host, build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#cloud.app.id },
    });
    this.#ping();
  }

  /** Resolves with what the app acknowledges, or why it did not. */
  hand(envelope: Envelope): Promise<Outcome> {
    return new Promise((resolve) => {
      const { timers, knobs } = this.#cloud;
      const callOff = timers.after(knobs.ackTimeoutMs, () => settle(failed('timeout')));
      const settle = (outcome: Outcome) => {
        callOff();
        this.#waiting.delete(envelope.envelope_id);
        resolve(outcome);
      };
      this.#waiting.set(envelope.envelope_id, settle);
      this.#say(envelope);
    });
  }

  disconnect(reason: DisconnectReason, lagMs: number): void {
    this.#say({ type: 'disconnect', reason, debug_info: { host: this.#host } });
    if (reason === 'warning') {
      this.#cloud.timers.after(lagMs, () => this.disconnect('refresh_requested', 0));
      return;
    }
    this.#leaving = true;
    this.#cloud.timers.after(lagMs, () => this.#socket.close(1000));
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #ping(): void {
    const { socketPingMs } = this.#cloud.knobs;
    if (socketPingMs === 0) return;
    this.#stopPings = this.#cloud.timers.after(socketPingMs, () => {
      if (!this.stalled) this.#socket.ping('Ping from the sandbox');
      this.#ping();
    });
  }

  #say(frame: object): void {
    if (!this.stalled && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Anything but an acknowledgement that is waited for is passed over. */
  #hear(text: string): void {
    if (this.stalled) return;
    let frame: { readonly envelope_id?: unknown; readonly payload?: unknown } | null;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    this.#waiting.get(String(frame?.envelope_id))?.({ state: 'acked', response: frame?.payload ?? {} });
  }
}

function failed(reason: string): Outcome {
  return { state: 'failed', reason, noRetry: false };
}
