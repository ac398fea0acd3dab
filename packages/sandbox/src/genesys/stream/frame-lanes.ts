import type { Timers } from '../../timers.ts';
import { faultDelayMs } from '../faults/fault-error.ts';
import type { FrameFault, FrameKind } from '../faults/frame-fault.ts';

/** A frame on its way out. */
export interface Outgoing {
  readonly kind: FrameKind;
  send(): void;
}

interface Late {
  readonly frame: Outgoing;
  readonly copies: number;
  readonly dueAt: number;
}

interface Held {
  readonly frame: Outgoing;
  /** How many frames still overtake it. */
  left: number;
  readonly letGo: () => void;
}

/** Frames of one conversation that a fault keeps back. Those of a kind keep their order, unless they are reordered. */
export class FrameLanes {
  readonly #timers: Timers;
  readonly #now: () => number;
  /** Only kinds of which something waits; the first of each is on a timer. */
  readonly #late: Map<FrameKind, Late[]> = new Map();
  #held: readonly Held[] = [];

  constructor(timers: Timers, now: () => number) {
    this.#timers = timers;
    this.#now = now;
  }

  pass(frame: Outgoing, fault: FrameFault | undefined): void {
    if (fault?.effect === 'drop') return;
    if (fault?.effect === 'reorder') {
      this.#hold(frame, fault);
      return;
    }
    const delayMs = fault?.effect === 'delay' ? faultDelayMs(fault) : 0;
    const late = { frame, copies: fault?.effect === 'duplicate' ? 2 : 1, dueAt: this.#now() + delayMs };
    const lane = this.#late.get(frame.kind);
    if (lane !== undefined) lane.push(late);
    else if (delayMs === 0) this.#emit(late);
    else {
      this.#late.set(frame.kind, [late]);
      this.#wait(frame.kind);
    }
  }

  /** Lets out what is due, up to the first that is not. */
  #wait(kind: FrameKind): void {
    const lane = this.#late.get(kind) ?? [];
    for (let first = lane[0]; first !== undefined; first = lane[0]) {
      const delayMs = first.dueAt - this.#now();
      if (delayMs > 0) {
        this.#timers.after(delayMs, () => this.#wait(kind));
        return;
      }
      lane.shift();
      this.#emit(first);
    }
    this.#late.delete(kind);
  }

  #emit({ frame, copies }: Late): void {
    for (let copy = 0; copy < copies; copy += 1) frame.send();
    if (frame.kind === 'heartbeat') return;
    const held = this.#held;
    for (const one of held) one.left -= 1;
    for (const one of held.filter(({ left }) => left === 0)) this.#release(one);
  }

  #hold(frame: Outgoing, { frames = 1, delayMs }: FrameFault): void {
    const letGo = delayMs === undefined ? () => {} : this.#timers.after(delayMs, () => this.#release(held));
    const held: Held = { frame, left: frames, letGo };
    this.#held = [...this.#held, held];
  }

  #release(held: Held): void {
    held.letGo();
    this.#held = this.#held.filter((one) => one !== held);
    held.frame.send();
  }
}
