import type { Duplex } from 'node:stream';

/** A vendor is away, in one of the ways it has: `reset` breaks connections, `hang` says nothing, others give an answer. */
export class Outage<Kind extends string> {
  #kind: Kind | undefined;
  readonly #hung: Set<Duplex> = new Set();

  /** Undefined while there is none. */
  get kind(): Kind | undefined {
    return this.#kind;
  }

  begin(kind: Kind): void {
    this.#kind = kind;
  }

  /** What was left hanging breaks now. Returns how many. */
  end(): number {
    this.#kind = undefined;
    const hung = [...this.#hung];
    for (const socket of hung) socket.destroy();
    return hung.length;
  }

  /** Breaks or holds the connection; false: it is to be answered, as an outage of another kind or of none. */
  strike(socket: Duplex & { resetAndDestroy?: () => unknown }): boolean {
    if (this.#kind === 'reset') socket.resetAndDestroy?.();
    else if (this.#kind === 'hang') this.#hold(socket);
    else return false;
    return true;
  }

  #hold(socket: Duplex): void {
    this.#hung.add(socket);
    socket.once('close', () => this.#hung.delete(socket));
  }
}
