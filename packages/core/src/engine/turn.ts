import type { SeenKey } from '../contracts/store.ts';
import type { Step } from '../session/effect.ts';
import type { SessionEvent } from '../session/event.ts';
import type { CustomerState } from '../session/state.ts';

/** What a job may do while it has the customer to itself. */
export interface Turn {
  readonly state: CustomerState;
  step(event: SessionEvent, options?: StepOptions): Promise<Step<CustomerState>>;
  seen(scope: string, keys: readonly string[]): Promise<ReadonlyMap<string, SeenKey>>;
  /** Resolves when everything that the steps wrote can be read from the store. To be called before its rows are read. */
  written(): Promise<void>;
}

export interface RunOptions {
  /** Somebody waits for the answer and will come again: fail at once if the store takes nothing. */
  readonly failFast?: boolean;
}

export interface StepOptions {
  /** The inbox item consumed by this step. */
  readonly inbox?: string;
  /** Give up at once if the store takes nothing, instead of trying until it does. */
  readonly failFast?: boolean;
}
