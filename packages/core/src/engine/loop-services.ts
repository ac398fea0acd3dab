import type { Clock, Logger } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import type { Effect } from '../session/effect.ts';
import type { CustomerLoop } from './customer-loop.ts';
import type { TimelineFeed } from './timeline-feed.ts';
import type { Trace } from './trace.ts';

/** What all loops share. */
export interface LoopServices {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trace: Trace;
  readonly feed: TimelineFeed;
  /** When somebody last looked after a customer that is taken up now. */
  readonly aliveAt: () => number;
  /** Carries out what a step asks for. Called after the commit; must not throw. */
  readonly perform: (loop: CustomerLoop, effect: Effect) => void;
  /** The loop has nothing to do and may be forgotten. */
  readonly onIdle: (loop: CustomerLoop) => void;
  /** A step was taken. Called outside of it. */
  readonly onStepped: (loop: CustomerLoop) => void;
  /** What is known of the customer may be wrong: it is to be taken up anew from the store. */
  readonly onDoubtful: (loop: CustomerLoop) => void;
}
