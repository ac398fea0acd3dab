import type { Duplex } from 'node:stream';
import { ApiError } from '../api-error.ts';

/** How the cloud is away: connections break, it says so itself, something in between says so, or nothing is said. */
export type OutageKind = 'reset' | 'unavailable' | 'gateway' | 'hang';

/** The whole cloud is away: neither calls nor handshakes get through. Sockets that are open stay open. */
export class Outage {
  #kind: OutageKind | undefined;
  readonly #hung: Set<Duplex> = new Set();

  /** Undefined while there is none. */
  get kind(): OutageKind | undefined {
    return this.#kind;
  }

  begin(kind: OutageKind): void {
    this.#kind = kind;
  }

  /** What was left hanging breaks now. Returns how many. */
  end(): number {
    this.#kind = undefined;
    const hung = [...this.#hung];
    for (const socket of hung) socket.destroy();
    return hung.length;
  }

  /** Breaks or holds the connection, or gives the error to answer with; undefined: the connection is dealt with. */
  strike(socket: Duplex & { resetAndDestroy?: () => unknown }): ApiError | undefined {
    if (this.#kind === 'reset') socket.resetAndDestroy?.();
    else if (this.#kind === 'hang') this.#hold(socket);
    else return new ApiError('service.unavailable', { bareBody: this.#kind === 'gateway' });
    return undefined;
  }

  #hold(socket: Duplex): void {
    this.#hung.add(socket);
    socket.once('close', () => this.#hung.delete(socket));
  }
}
