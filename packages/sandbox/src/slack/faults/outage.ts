import type { Duplex } from 'node:stream';

/** How Slack is away: connections break, it says so, or nothing is said. */
export type SlackOutageKind = 'reset' | 'unavailable' | 'hang';

/** Slack is away: no call gets through. Sockets that are open stay open. */
export class Outage {
  #kind: SlackOutageKind | undefined;
  readonly #hung: Set<Duplex> = new Set();

  /** Undefined while there is none. */
  get kind(): SlackOutageKind | undefined {
    return this.#kind;
  }

  begin(kind: SlackOutageKind): void {
    this.#kind = kind;
  }

  /** What was left hanging breaks now. Returns how many. */
  end(): number {
    this.#kind = undefined;
    const hung = [...this.#hung];
    for (const socket of hung) socket.destroy();
    return hung.length;
  }

  /** Breaks or holds the connection; false while there is no outage. */
  strike(socket: Duplex & { resetAndDestroy?: () => unknown }): boolean {
    if (this.#kind === undefined) return false;
    if (this.#kind === 'reset') socket.resetAndDestroy?.();
    else if (this.#kind === 'hang') {
      this.#hung.add(socket);
      socket.once('close', () => this.#hung.delete(socket));
    }
    return true;
  }
}
