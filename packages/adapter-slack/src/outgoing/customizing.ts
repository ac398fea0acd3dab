import type { Clock } from '@trunkline/core';

export const CUSTOMIZE_SCOPE = 'chat:write.customize';
/** After this it is tried again: somebody may have given the app the scope. */
const REMEMBERED_MS = 3_600_000;

/** Remembers in which workspaces the app may not post under an agent's name. */
export class Customizing {
  readonly #clock: Clock;
  readonly #refusedUntil = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isAllowed(team: string): boolean {
    return (this.#refusedUntil.get(team) ?? Number.NEGATIVE_INFINITY) <= this.#clock.monotonic();
  }

  refused(team: string): void {
    this.#refusedUntil.set(team, this.#clock.monotonic() + REMEMBERED_MS);
  }
}
