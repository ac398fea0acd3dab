import type { Clock, TimerHandle } from '../contracts/runtime.ts';
import type { Failure, Route } from '../domain/failure.ts';
import { retryDelayMs } from '../session/policy.ts';

/** A customer that waits for a route. */
export interface RouteUser {
  /** The route works again. */
  routeOpened(route: Route): void;
  /** Try the route although it is paused. Resolves to whether there was anything to try. */
  probe(route: Route): Promise<boolean>;
}

export interface RouteGateOptions {
  readonly route: Route;
  readonly clock: Clock;
  readonly scheduleMs: readonly number[];
  readonly random: () => number;
  readonly onChange: (paused: boolean, code: string | null) => void;
}

/** After this, a probe that told nothing is given up and another customer probes. */
const PROBE_TIMEOUT_MS = 60_000;

/**
 * Keeps customers off a route that does not work: one at a time finds out whether it works again, and then all go on.
 * Known only to this process; after a restart it is found out anew.
 */
export class RouteGate {
  readonly #options: RouteGateOptions;
  readonly #waiting = new Set<RouteUser>();
  #paused = false;
  #attempt = 0;
  #prober: RouteUser | null = null;
  #timer: TimerHandle | null = null;

  constructor(options: RouteGateOptions) {
    this.#options = options;
  }

  get paused(): boolean {
    return this.#paused;
  }

  block(user: RouteUser): void {
    if (this.#paused) this.#waiting.add(user);
    else user.routeOpened(this.#options.route);
  }

  pause(user: RouteUser, failure: Failure): void {
    if (this.#paused && user !== this.#prober) return;
    this.#prober = null;
    this.#attempt += 1;
    if (!this.#paused) {
      this.#paused = true;
      this.#options.onChange(true, failure.code);
    }
    const { scheduleMs, random } = this.#options;
    this.#arm(retryDelayMs(scheduleMs, this.#attempt, { retryAfterMs: failure.retryAfterMs, jitter: random() }));
  }

  works(): void {
    if (!this.#paused) return;
    this.#timer?.cancel();
    this.#paused = false;
    this.#attempt = 0;
    this.#prober = null;
    this.#options.onChange(false, null);
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const user of waiting) user.routeOpened(this.#options.route);
  }

  close(): void {
    this.#timer?.cancel();
    this.#waiting.clear();
  }

  #arm(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimeout(() => void this.#probe(), delayMs);
  }

  async #probe(): Promise<void> {
    this.#arm(PROBE_TIMEOUT_MS);
    for (const user of this.#waiting) {
      this.#waiting.delete(user);
      this.#prober = user;
      if (await user.probe(this.#options.route)) return;
      if (!this.#paused || this.#prober !== user) return;
    }
    this.works();
  }
}
