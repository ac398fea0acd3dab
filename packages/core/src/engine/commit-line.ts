import type { Commit, CommitResult } from '../contracts/store.ts';
import type { Customer } from '../domain/customer.ts';
import type { Delivery } from '../domain/delivery.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { JsonValue } from '../domain/json.ts';
import type { Mutable } from '../domain/mutable.ts';
import type { Step, Writes } from '../session/effect.ts';
import { type CustomerState, isActive } from '../session/state.ts';
import { FencedError } from './fenced-error.ts';
import type { LoopServices } from './loop-services.ts';
import type { StepOptions } from './turn.ts';

/** How often a step is tried again that could not be committed. */
const RECOMMIT_MS = [50, 200, 1_000, 2_000, 5_000];

const NOTHING: readonly Delivery[] = [];

/** What a step began with. */
interface Begun {
  readonly before: CustomerState;
  readonly now: number;
}

export interface CommitLineParts {
  readonly customer: Customer;
  readonly epoch: number | null;
  readonly version: number;
  readonly services: Pick<LoopServices, 'store' | 'clock' | 'logger'>;
  /** Somebody else owns or has moved on. */
  readonly fenced: () => void;
}

/**
 * Commits the steps of one customer, one after the other. A step that only says that something arrived is not waited
 * for: it is on its way, and what comes next may share its transaction. If the process dies before it is there, the
 * next one finds that out as it finds out all that was under way.
 */
export class CommitLine {
  readonly #parts: CommitLineParts;
  #epoch: number | null;
  #version: number;
  #stuck = false;
  #closed = false;
  /** What is known of the customer is wrong. */
  #fenced = false;
  /** The last step that was not waited for, until it is written. */
  #relaxed: Promise<void> | null = null;
  /** It could not be written at first: nothing goes before it. */
  #behind = false;

  constructor(parts: CommitLineParts) {
    this.#parts = parts;
    this.#epoch = parts.epoch;
    this.#version = parts.version;
  }

  /** How many commits there were; 0: the customer is not in the store. */
  get version(): number {
    return this.#version;
  }

  /** The store took nothing the last time. */
  get stuck(): boolean {
    return this.#stuck;
  }

  close(): void {
    this.#closed = true;
  }

  /** Resolves when the store has everything. */
  async written(): Promise<void> {
    while (this.#relaxed !== null) await this.#relaxed;
  }

  /** Commits a step, unless it changed nothing that is kept. What was claimed; at once if nothing is waited for. */
  add(
    step: Step<CustomerState>,
    { before, now }: Begun,
    options: StepOptions,
  ): readonly Delivery[] | Promise<readonly Delivery[]> {
    if (this.#fenced) return Promise.reject(new FencedError());
    const { inbox, failFast = false } = options;
    if (inbox === undefined && changesNothing(step, before)) return NOTHING;
    const commit = this.#commitOf(step, now, inbox);
    if (commit.relaxed !== true) return this.#write(commit, failFast);
    this.#version += 1;
    this.#writeRelaxed(commit);
    return NOTHING;
  }

  /** Name by name: what spreading leaves behind was a tenth of all garbage. */
  #commitOf(step: Step<CustomerState>, now: number, inbox: string | undefined): Commit {
    const { writes, state } = step;
    const commit: Mutable<Commit & Writes> = {
      customer: this.#parts.customer,
      epoch: this.#epoch,
      version: this.#version,
      state: state.kept as unknown as JsonValue,
      active: isActive(state.kept),
      at: now,
      relaxed: inbox === undefined && onlyArrived(step),
      seen: writes.seen,
      conversations: writes.conversations,
      messages: writes.messages,
      enqueue: writes.enqueue,
      change: writes.change,
      claim: writes.claim,
      timeline: writes.timeline,
      aliases: writes.aliases,
    };
    if (writes.carryOver !== undefined) commit.carryOver = writes.carryOver;
    if (writes.forget !== undefined) commit.forget = writes.forget;
    if (inbox !== undefined) commit.inbox = inbox;
    return commit;
  }

  async #write(commit: Commit, failFast: boolean): Promise<readonly Delivery[]> {
    const first = this.#behind ? null : await this.#attempt(commit, failFast);
    const done = first === null || this.#isOvertaken(first) ? await this.#persist(commit, failFast) : first;
    const { epoch, claimed } = this.#unlessFenced(done);
    this.#epoch = epoch;
    this.#version += 1;
    return claimed;
  }

  #writeRelaxed(commit: Commit): void {
    const { store } = this.#parts.services;
    const attempt = this.#behind ? this.written().then(() => store.commit(commit)) : store.commit(commit);
    const done: Promise<void> = attempt
      .then(
        (result) => void this.#unlessFenced(result),
        (error: unknown) => this.#repeatRelaxed(commit, error),
      )
      .then(
        () => this.#noteWritten(done),
        () => this.#noteWritten(done),
      );
    this.#relaxed = done;
  }

  #noteWritten(done: Promise<void>): void {
    if (this.#relaxed === done) this.#relaxed = null;
  }

  async #repeatRelaxed(commit: Commit, error: unknown): Promise<void> {
    if (!(error instanceof StoreUnavailableError)) return this.#fence();
    this.#behind = true;
    this.#noteStuck(error);
    await this.#pause(0);
    try {
      this.#unlessFenced(await this.#repeat(commit, 1));
      this.#behind = false;
    } catch {
      this.#fence();
    }
  }

  /** Null: the store took nothing. */
  async #attempt(commit: Commit, failFast: boolean): Promise<CommitResult | null> {
    try {
      return await this.#once(commit);
    } catch (error) {
      if (failFast || this.#closed || !(error instanceof StoreUnavailableError)) throw error;
      this.#noteStuck(error);
      return null;
    }
  }

  /** It came before the step before it, which was refused in the same moment. */
  #isOvertaken({ outcome }: CommitResult): boolean {
    return outcome === 'fenced' && this.#behind;
  }

  /** A step that answers nobody has to be committed before anything else may happen to this customer. */
  async #persist(commit: Commit, failFast: boolean): Promise<CommitResult> {
    for (;;) {
      if (this.#fenced || (this.#behind && this.#closed)) throw new FencedError();
      if (this.#behind && failFast) throw new StoreUnavailableError('the store takes nothing at the moment');
      if (this.#behind) await this.#relaxed;
      else await this.#pause(0);
      const result = failFast ? await this.#once(commit) : await this.#repeat(commit, 1);
      if (!this.#isOvertaken(result)) return result;
    }
  }

  async #once(commit: Commit): Promise<CommitResult> {
    const result = await this.#parts.services.store.commit(commit);
    this.#stuck = false;
    return result;
  }

  async #repeat(commit: Commit, from: number): Promise<CommitResult> {
    for (let attempt = from; ; attempt += 1) {
      try {
        return await this.#once(commit);
      } catch (error) {
        if (this.#closed || !(error instanceof StoreUnavailableError)) throw error;
        this.#noteStuck(error);
        await this.#pause(attempt);
      }
    }
  }

  #noteStuck({ code, message: reason }: StoreUnavailableError): void {
    const { services, customer } = this.#parts;
    if (!this.#stuck)
      services.logger.warn(
        { event: 'store.unavailable', customerId: customer.id, code, reason },
        'the store takes nothing; trying until it does',
      );
    this.#stuck = true;
  }

  async #pause(attempt: number): Promise<void> {
    const delayMs = RECOMMIT_MS[Math.min(attempt, RECOMMIT_MS.length - 1)] ?? 0;
    await new Promise<void>((resolve) => this.#parts.services.clock.setTimeout(resolve, delayMs));
  }

  #unlessFenced(result: CommitResult): Committed {
    if (result.outcome === 'committed') return result;
    this.#fence();
    throw new FencedError();
  }

  #fence(): void {
    this.#fenced = true;
    if (!this.#closed) this.#parts.fenced();
  }
}

type Committed = Extract<CommitResult, { outcome: 'committed' }>;

function changesNothing({ state, writes }: Step<CustomerState>, before: CustomerState): boolean {
  return (
    state.kept === before.kept &&
    writes.forget === undefined &&
    writes.change.length === 0 &&
    writes.enqueue.length === 0 &&
    writes.claim.length === 0 &&
    writes.conversations.length === 0 &&
    writes.aliases.length === 0 &&
    writes.timeline.length === 0
  );
}

/** Deliveries arrived, and nothing follows from it. The customer stays at work, so that nobody reads it anew meanwhile. */
function onlyArrived({ state, writes, effects }: Step<CustomerState>): boolean {
  return (
    writes.change.length > 0 &&
    writes.change.every((change) => change.state === 'sent') &&
    writes.enqueue.length === 0 &&
    writes.claim.length === 0 &&
    writes.conversations.length === 0 &&
    writes.messages.length === 0 &&
    writes.timeline.length === 0 &&
    writes.seen.length === 0 &&
    writes.aliases.length === 0 &&
    writes.carryOver === undefined &&
    writes.forget === undefined &&
    effects.every(({ type }) => type === 'routeWorks') &&
    isActive(state.kept)
  );
}
