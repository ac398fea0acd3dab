import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, Direction } from '../domain/delivery.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import { customerId, deliveryId } from '../domain/ids.ts';
import { samplePolicy } from '../testing/sample-policy.ts';
import type { SessionEvent } from './event.ts';
import { isPreface } from './notice.ts';
import { type CustomerState, type Kept, newCustomerState, restoredState } from './state.ts';
import { transition } from './transition.ts';

const FINAL = new Set(['sent', 'failed', 'expired', 'dropped']);
const DIRECTIONS = ['toAgent', 'toCustomer'] as const;

/** Stands for store and clock: carries out what steps write and holds them to their promises. */
class Ledger {
  state: CustomerState = newCustomerState;
  readonly deliveries = new Map<string, Delivery>();
  #now = 1_000_000;
  #steps = 0;
  #timeline = 0;

  pass(ms: number): void {
    this.#now += ms;
  }

  take(event: SessionEvent): void {
    this.#steps += 1;
    const before = JSON.stringify(this.state);
    const input = {
      customer: customerId('u1'),
      state: this.state,
      stimulus: { event, now: this.#now, freshId: `${this.#steps}`, jitter: 0.5 },
      policy: samplePolicy,
    };
    const { state, writes, effects } = transition(input);
    expect(JSON.stringify(this.state), 'the state that went in was changed').toBe(before);
    expect(transition(input), 'the same step comes out another time').toEqual({ ...transition(input) });
    for (const entry of writes.timeline) {
      this.#timeline += 1;
      expect(entry.number, 'timeline numbers have no holes').toBe(this.#timeline);
    }
    for (const delivery of writes.enqueue) {
      expect(this.deliveries.has(delivery.id), 'an id is used twice').toBe(false);
      this.deliveries.set(delivery.id, delivery);
    }
    for (const { id, ...changes } of writes.change) {
      const delivery = this.deliveries.get(id);
      if (delivery === undefined) throw new Error('a delivery that does not exist is changed');
      expect(FINAL.has(delivery.state), `a final state is changed: ${delivery.state}`).toBe(false);
      this.deliveries.set(id, { ...delivery, ...changes });
    }
    const { carryOver } = writes;
    if (carryOver !== undefined)
      for (const one of this.deliveries.values())
        if (one.direction === 'toAgent' && one.conversationId === carryOver.from && !FINAL.has(one.state))
          this.deliveries.set(one.id, { ...one, conversationId: carryOver.to });
    const claimed = writes.claim.map(({ direction, landsUntil }) => this.#claim(direction, landsUntil));
    this.state = state;
    for (const effect of effects)
      if (effect.type === 'send' || effect.type === 'deliver')
        expect(this.deliveries.get(effect.delivery.id)?.state, 'something is written that is not sending').toBe(
          'sending',
        );
    for (const { direction, delivery } of claimed) this.take({ type: 'claimed', direction, delivery });
    this.#check();
  }

  kill(): void {
    const kept = JSON.parse(JSON.stringify(this.state.kept)) as Kept;
    this.state = restoredState(kept);
    const outstanding = [...this.deliveries.values()].filter(({ state }) =>
      ['sending', 'unknown', 'waiting'].includes(state),
    );
    this.take({ type: 'restarted', outstanding, overdue: [], aliveAt: this.#now });
  }

  #claim(direction: Direction, landsUntil: number): { direction: Direction; delivery: Delivery | null } {
    const [head] = this.#of(direction, 'pending');
    if (head === undefined) return { direction, delivery: null };
    const delivery: Delivery = { ...head, state: 'sending', landsUntil };
    this.deliveries.set(head.id, delivery);
    return { direction, delivery };
  }

  #of(direction: Direction, ...states: readonly string[]): Delivery[] {
    return [...this.deliveries.values()]
      .filter((one) => one.direction === direction && states.includes(one.state))
      .sort((a, b) => a.seq - b.seq);
  }

  #check(): void {
    const { kept, held } = this.state;
    for (const direction of DIRECTIONS) {
      const outstanding = this.#of(direction, 'sending', 'unknown', 'waiting');
      expect(outstanding.length, 'more than one is outstanding').toBeLessThanOrEqual(1);
      expect(kept[direction].outstanding?.state, 'state and row disagree').toBe(outstanding[0]?.state);
      expect(held[direction]?.id, 'another delivery is held').toBe(outstanding[0]?.id);
      const queued = kept[direction].queued + (direction === 'toAgent' ? (kept.conversation?.queuedForNext ?? 0) : 0);
      expect(queued, 'the count and the rows disagree').toBe(this.#of(direction, 'pending').length);
      const [head] = outstanding;
      for (const settled of this.#of(direction, 'sent'))
        if (head !== undefined && !isPreface(head))
          expect(settled.seq, 'a later one was sent before').toBeLessThan(head.seq);
    }
    expect(JSON.stringify(kept).length, 'the state grows').toBeLessThan(4_000);
  }
}

const failure: fc.Arbitrary<Failure> = fc.record({
  code: fc.constant('fake'),
  scope: fc.constantFrom('message', 'conversation', 'route'),
  retryable: fc.boolean(),
  human: fc.constant('it failed'),
});
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ outcome: fc.constant('accepted' as const), key: fc.uuid() }) },
  fc.record({ outcome: fc.constantFrom('rejected' as const, 'unknown' as const), failure }),
);
const text = fc.constantFrom('ok', 'a rather long text that has to be cut into several parts');
const agentMessage = fc.record({
  key: fc.uuid(),
  at: fc.integer({ min: 1, max: 2_000_000 }),
  author: fc.constant({ kind: 'agent', name: 'Ann' } as const),
  text,
});

type Action =
  | { readonly kind: 'event'; readonly event: SessionEvent }
  | { readonly kind: 'settle'; readonly direction: Direction; readonly outcome: Outcome }
  | { readonly kind: 'caughtUp'; readonly stale: boolean; readonly over: string | null; readonly own: boolean }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'kill' };

const event: fc.Arbitrary<SessionEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: text.map(
      (said): SessionEvent => ({
        type: 'customerMessage',
        text: said,
        authorName: null,
        attachments: [],
        sentAt: 1,
        profile: null,
        routing: null,
        once: null,
      }),
    ),
  },
  { weight: 4, arbitrary: agentMessage.map((message): SessionEvent => ({ type: 'agentMessage', message })) },
  {
    weight: 4,
    arbitrary: fc.constant<SessionEvent>({
      type: 'opened',
      session: { transport: 'fake', id: 's', data: null },
      remoteId: null,
      expiresAt: null,
    }),
  },
  { weight: 4, arbitrary: fc.boolean().map((activated): SessionEvent => ({ type: 'attached', activated })) },
  fc.constantFrom<SessionEvent>(
    { type: 'activated' },
    { type: 'lost', reason: 'dropped' },
    { type: 'remoteEnded', reason: 'agent left' },
    { type: 'attachedTooLate', reason: 'ended' },
    { type: 'mediaDeclined', key: 'r1' },
    { type: 'prefaceRead', said: [] },
    {
      type: 'prefaceRead',
      said: [{ author: { kind: 'customer', name: null }, text: 'what about my order', when: 'noon' }],
    },
    { type: 'endRequested', by: 'customer' },
    { type: 'leaveSettled', failure: null },
    { type: 'tick', overdue: [] },
    { type: 'routeOpened', route: 'toAgent' },
    { type: 'probe', route: 'toCustomer' },
    { type: 'agentPresence', what: 'joined', key: 'm1', name: 'Ann' },
    { type: 'agentPresence', what: 'transferred', key: 'm1', name: null },
    { type: 'sendSettled', deliveryId: deliveryId('nobody'), outcome: { outcome: 'accepted', key: 'k' } },
  ),
  failure.map((one): SessionEvent => ({ type: 'openFailed', failure: { ...one, retryable: true }, pending: [] })),
  failure.map((one): SessionEvent => ({ type: 'attachFailed', failure: one })),
  failure.map((one): SessionEvent => ({ type: 'leaveSettled', failure: one })),
  fc.uuid().map((key): SessionEvent => ({ type: 'own', key })),
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: event.map((one): Action => ({ kind: 'event', event: one })) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), direction: fc.constantFrom(...DIRECTIONS), outcome }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('caughtUp' as const),
      stale: fc.boolean(),
      over: fc.constantFrom(null, null, 'over'),
      own: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 600, 16_000, 61_000, 800_000) }),
  },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: 'kill' }) },
);

function carryOut(ledger: Ledger, one: Action, count: number): void {
  const { held, link } = ledger.state;
  if (one.kind === 'kill') return ledger.kill();
  if (one.kind === 'pass') {
    ledger.pass(one.ms);
    return ledger.take({ type: 'tick', overdue: [] });
  }
  if (one.kind === 'event') return ledger.take(one.event);
  if (one.kind === 'caughtUp')
    return ledger.take({
      type: 'caughtUp',
      id: one.stale ? link.catchUpId - 1 : link.catchUpId,
      own: one.own ? [`own-${count}`] : [],
      messages: [],
      declined: [],
      cursor: `c${count}`,
      over: one.over,
    });
  const delivery = held[one.direction];
  if (delivery === null) return;
  ledger.take(
    one.direction === 'toAgent'
      ? { type: 'sendSettled', deliveryId: delivery.id, outcome: one.outcome }
      : { type: 'deliverSettled', deliveryId: delivery.id, outcome: one.outcome },
  );
}

describe('the transition under generated events', () => {
  it('keeps its promises whatever comes, in any order', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const ledger = new Ledger();
        for (const [count, one] of actions.entries()) carryOut(ledger, one, count);
      }),
      { numRuns: 500 },
    );
  });

  it('plans nothing twice: a look at a state in which nothing is due changes nothing', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const ledger = new Ledger();
        for (const [count, one] of actions.entries()) carryOut(ledger, one, count);
        ledger.take({ type: 'tick', overdue: [] });
        const { kept } = ledger.state;
        const rows = [...ledger.deliveries.values()];
        ledger.take({ type: 'tick', overdue: [] });
        expect(ledger.state.kept).toEqual(kept);
        expect([...ledger.deliveries.values()]).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});
