import type { TimerHandle } from '../contracts/runtime.ts';
import type { CustomerRecord, SeenKey } from '../contracts/store.ts';
import type { Customer } from '../domain/customer.ts';
import type { Delivery } from '../domain/delivery.ts';
import { InboundConflictError, NotAcceptingError, StoreUnavailableError } from '../domain/errors.ts';
import type { Route } from '../domain/failure.ts';
import type { Address, ConversationId } from '../domain/ids.ts';
import type { Step } from '../session/effect.ts';
import type { SessionEvent } from '../session/event.ts';
import { nextDue, overdueBefore } from '../session/next-due.ts';
import type { Policy } from '../session/policy.ts';
import { type CustomerState, isActive, type Kept, restoredState } from '../session/state.ts';
import { transition } from '../session/transition.ts';
import type { Channel } from './channel.ts';
import { CommitLine } from './commit-line.ts';
import { FencedError } from './fenced-error.ts';
import { freshId } from './ids.ts';
import type { LoopServices } from './loop-services.ts';
import { type Newcomer, newcomerState } from './newcomer.ts';
import type { RouteUser } from './route-gate.ts';
import { SessionKeys } from './session-keys.ts';
import type { RunOptions, StepOptions, Turn } from './turn.ts';

/** Whatever failed was told and dealt with where it failed. */
const told = (): void => {};

const NONE_SEEN: ReadonlyMap<string, SeenKey> = new Map();

/** What a probe of a route does, if there is anything to try. */
const PROBES = {
  opening: { effect: 'open', direction: null },
  toAgent: { effect: 'send', direction: 'toAgent' },
  toCustomer: { effect: 'deliver', direction: 'toCustomer' },
} as const satisfies Record<Route, object>;

/**
 * One customer, one thing at a time: event → transition → commit → effects. Nothing is done outside before the step
 * that asks for it is committed.
 */
export class CustomerLoop implements RouteUser {
  /** What a job is handed. A class, since an object with a getter has a shape of its own each time it is made. */
  static readonly #Turn = class implements Turn {
    readonly #loop: CustomerLoop;

    constructor(loop: CustomerLoop) {
      this.#loop = loop;
    }

    get state(): CustomerState {
      return this.#loop.#state;
    }

    step(event: SessionEvent, options: StepOptions = {}): Promise<Step<CustomerState>> {
      return this.#loop.#step(event, options);
    }

    seen(scope: string, keys: readonly string[]): Promise<ReadonlyMap<string, SeenKey>> {
      return this.#loop.#seen(scope, keys);
    }

    written(): Promise<void> {
      return this.#loop.#commits.written();
    }
  };

  readonly channel: Channel;
  readonly #services: LoopServices;
  readonly #customer: Customer;
  #state: CustomerState;
  readonly #commits: CommitLine;
  readonly #keys: SessionKeys = new SessionKeys();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closed = false;
  #wake: { readonly at: number; readonly timer: TimerHandle } | null = null;
  /** What the store had of the customer, until the first step has taken it up. */
  #record: CustomerRecord | null;
  /** The time of the last step: whatever was due by then was dealt with. */
  #plannedAt = 0;
  readonly #aliveAt: number;

  constructor(channel: Channel, customer: Newcomer | CustomerRecord, services: LoopServices) {
    this.channel = channel;
    this.#services = services;
    this.#aliveAt = services.aliveAt();
    this.#record = 'version' in customer ? customer : null;
    this.#customer = customer.customer;
    this.#commits = new CommitLine({
      customer: this.#customer,
      epoch: this.#record?.epoch ?? null,
      version: this.#record?.version ?? 0,
      services,
      fenced: () => this.#fenced(),
    });
    this.#state = 'version' in customer ? restoredState(customer.state as unknown as Kept) : newcomerState(customer);
  }

  get state(): CustomerState {
    return this.#state;
  }

  get customer(): Customer {
    return this.#customer;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Where deliveries go: the real address if a provisional one was replaced. */
  get address(): Address {
    return this.#state.kept.address ?? this.#customer.address;
  }

  /** Nothing is owed, nothing waits, nothing is open. */
  get idle(): boolean {
    return this.#waiting === 0 && !isActive(this.#state.kept);
  }

  /** Runs a job when everything asked for before is done. */
  run<T>(job: (turn: Turn) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (this.#closed) return Promise.reject(new FencedError());
    if (options.failFast && this.#commits.stuck)
      return Promise.reject(new StoreUnavailableError('the store takes nothing at the moment'));
    this.#waiting += 1;
    const result = this.#tail.then(() => this.#take(job, options));
    this.#tail = result.catch(() => {});
    return result;
  }

  /** Takes one step when it is its turn; nobody waits for the result. */
  post(event: SessionEvent, only: { readonly conversation?: ConversationId } = {}): void {
    this.run(async (turn) => {
      if (only.conversation !== undefined && turn.state.kept.conversation?.id !== only.conversation) return;
      await turn.step(event);
    }).catch(told);
  }

  routeOpened(route: Route): void {
    this.post({ type: 'routeOpened', route });
  }

  async probe(route: Route): Promise<boolean> {
    return await this.run(async (turn) => {
      if (!this.#policy().paused[route]) return false;
      const { effects, writes } = await turn.step({ type: 'probe', route });
      const { effect, direction } = PROBES[route];
      return effects.some(({ type }) => type === effect) || writes.claim.some((one) => one.direction === direction);
    }).catch(() => false);
  }

  close(): void {
    this.#closed = true;
    this.#commits.close();
    this.#wake?.timer.cancel();
  }

  async #take<T>(job: (turn: Turn) => Promise<T>, options: RunOptions): Promise<T> {
    try {
      if (this.#closed) throw new FencedError();
      if (this.#record !== null) {
        const { outstanding } = this.#record;
        const aliveAt = this.#aliveAt;
        await this.#step({ type: 'restarted', outstanding, overdue: await this.#overdue(), aliveAt }, {});
        this.#record = null;
      }
      return await job(new CustomerLoop.#Turn(this));
    } catch (error) {
      if (!this.#closed && !isAnswer(error, options)) this.#break(error);
      throw error;
    } finally {
      this.#waiting -= 1;
      if (!this.#closed) {
        this.#rearm();
        this.#services.onStepped(this);
        if (this.idle) this.#services.onIdle(this);
      }
    }
  }

  async #seen(scope: string, keys: readonly string[]): Promise<ReadonlyMap<string, SeenKey>> {
    if (this.#commits.version === 0 || keys.length === 0 || this.#keys.areNew(scope, keys)) return NONE_SEEN;
    return await this.#services.store.seen(this.#customer.id, scope, keys);
  }

  async #step(event: SessionEvent, options: StepOptions): Promise<Step<CustomerState>> {
    const { clock, feed, trace } = this.#services;
    const now = clock.now();
    const step = transition({
      customer: this.#customer.id,
      state: this.#state,
      stimulus: { event, now, freshId: freshId(now), jitter: Math.random() },
      policy: this.#policy(),
    });
    const committing = this.#commits.add(step, { before: this.#state, now }, options);
    const claimed = committing instanceof Promise ? await committing : committing;
    if (step.writes.forget !== undefined) this.#services.onIdle(this);
    this.#keys.follow(this.#state, step);
    this.#state = step.state;
    this.#plannedAt = now;
    for (const entry of step.writes.timeline) {
      feed.entry(this.channel.name, this.#customer.address, entry);
      if (this.address !== this.#customer.address) feed.entry(this.channel.name, this.address, entry);
    }
    // Nobody else has them: they are added to, not copied.
    const whose = { channel: this.channel.name, customerId: this.#customer.id };
    for (const event of step.traces) trace(Object.assign(event, whose));
    for (const effect of step.effects) this.#services.perform(this, effect);
    for (const { direction } of step.writes.claim) {
      const delivery = claimed.find((candidate) => candidate.direction === direction) ?? null;
      await this.#step({ type: 'claimed', direction, delivery }, {});
    }
    return step;
  }

  #fenced(): void {
    this.close();
    this.#services.onDoubtful(this);
  }

  #policy(): Policy {
    return this.channel.policy(this.#state.kept.conversation?.transport ?? null);
  }

  /** One timer for whatever is due next. A timer that fires too early only looks again. */
  #rearm(): void {
    const now = this.#services.clock.now();
    const due = this.channel.draining ? null : nextDue(this.#state, this.#policy(), this.#plannedAt);
    if (due === null || (this.#wake !== null && this.#wake.at <= due)) return;
    this.#wake?.timer.cancel();
    const timer = this.#services.clock.setTimeout(() => {
      this.#wake = null;
      this.#tick();
    }, due - now);
    this.#wake = { at: due, timer };
  }

  /** Takes up what the store has of the customer, if that was not done yet. */
  takeUp(): void {
    this.run(async () => {}).catch(told);
  }

  /** Looks whether anything is due. */
  #tick(): void {
    this.run(async (turn) => {
      await turn.step({ type: 'tick', overdue: await this.#overdue() });
    }).catch(told);
  }

  /** Pending deliveries that have reached their maximum age. */
  async #overdue(): Promise<readonly Delivery[]> {
    const { clock, store } = this.#services;
    const overdue: Delivery[] = [];
    for (const direction of ['toAgent', 'toCustomer'] as const) {
      const before = overdueBefore(this.#state, this.#policy(), { direction, now: clock.now() });
      if (before !== null) overdue.push(...(await store.overdue(this.#customer.id, direction, before)));
    }
    return overdue;
  }

  /** What is known here may be wrong now. The store is right. */
  #break(error: unknown): void {
    const { id: customerId } = this.#customer;
    this.#services.logger.error(
      { event: 'customer.step-failed', customerId, channel: this.channel.name, error },
      'a step of a customer failed; the customer is taken up anew from the store',
    );
    this.close();
    this.#services.onDoubtful(this);
  }
}

/** What a caller is to be told, as opposed to what leaves the customer in a doubtful state. */
function isAnswer(error: unknown, { failFast }: RunOptions): boolean {
  return (
    error instanceof FencedError ||
    error instanceof InboundConflictError ||
    error instanceof NotAcceptingError ||
    (failFast === true && error instanceof StoreUnavailableError)
  );
}
