import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, Direction } from '../domain/delivery.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import { customerId, deliveryId } from '../domain/ids.ts';
import { samplePolicy } from '../testing/sample-policy.ts';
import type { Writes } from './effect.ts';
import type { ReceiptReport, SessionEvent } from './event.ts';
import { overdueBefore } from './next-due.ts';
import { isNotice, isPreface } from './notice.ts';
import { CORRECTED_SCOPE } from './on-receipt.ts';
import { type CustomerState, type Kept, newCustomerState, restoredState } from './state.ts';
import { transition } from './transition.ts';

const FINAL = new Set(['sent', 'failed', 'expired', 'dropped', 'delivered']);
const POLICY = { ...samplePolicy, adapter: { ...samplePolicy.adapter, receipts: true } };
const DIRECTIONS = ['toAgent', 'toCustomer'] as const;

/** Stands for store and clock: carries out what steps write and holds them to their promises. */
class Ledger {
  state: CustomerState = newCustomerState;
  readonly deliveries = new Map<string, Delivery>();
  readonly corrected = new Set<string>();
  #now = 1_000_000;
  #steps = 0;
  #timeline = 0;

  pass(ms: number): void {
    this.#now += ms;
    const overdue = DIRECTIONS.flatMap((direction) => {
      const before = overdueBefore(this.state, POLICY, { direction, now: this.#now });
      return before === null ? [] : this.#of(direction, 'pending').filter(({ createdAt }) => createdAt < before);
    });
    this.take({ type: 'tick', overdue });
  }

  take(event: SessionEvent): void {
    this.#steps += 1;
    const before = JSON.stringify(this.state);
    const input = {
      customer: customerId('u1'),
      state: this.state,
      stimulus: { event, now: this.#now, freshId: `${this.#steps}`, jitter: 0.5 },
      policy: POLICY,
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
      const awaited = delivery.state === 'sent' && delivery.awaitsReceipt && !changes.awaitsReceipt;
      const isReceipt = awaited && (changes.state === 'delivered' || changes.state === 'failed');
      expect(FINAL.has(delivery.state) && !isReceipt, `a final state is changed: ${delivery.state}`).toBe(false);
      this.deliveries.set(id, { ...delivery, ...changes });
    }
    for (const { scope, key } of writes.seen) {
      if (scope !== CORRECTED_SCOPE) continue;
      expect(this.corrected.has(key), 'an agent is corrected twice').toBe(false);
      this.corrected.add(key);
    }
    const { carryOver } = writes;
    if (carryOver !== undefined)
      for (const one of this.deliveries.values())
        if (one.direction === 'toAgent' && one.conversationId === carryOver.from && !FINAL.has(one.state))
          this.deliveries.set(one.id, { ...one, conversationId: carryOver.to });
    const claimed = writes.claim.map((claim) => this.#claim(claim));
    this.state = state;
    for (const effect of effects)
      if (effect.type === 'send' || effect.type === 'deliver')
        expect(this.deliveries.get(effect.delivery.id)?.state, 'something is written that is not sending').toBe(
          'sending',
        );
    for (const { direction, delivery } of claimed) this.take({ type: 'claimed', direction, delivery });
    this.#check();
  }

  /** As the engine takes a receipt in: with the rows as they are now. */
  receipt(which: Which, report: ReceiptReport): void {
    const rows = [...this.deliveries.values()].sort((a, b) => a.seq - b.seq);
    const told = rows.filter(({ direction }) => direction === 'toCustomer');
    const number = (one: Delivery) => one.timelineNumber ?? Number.POSITIVE_INFINITY;
    const { toCustomer: held } = this.state.held;
    const deliveries =
      'upTo' in which
        ? told.filter((one) => number(one) <= which.upTo && (one.awaitsReceipt || one.id === held?.id))
        : [[...told, ...rows.slice(-1)][which.nth % (told.length + 1)]].flatMap((one) => one ?? []);
    const fresh = deliveries.filter(({ id }) => !this.corrected.has(id));
    const before = new Map(fresh.map((one) => [one.id, one]));
    this.take({ type: 'receipt', deliveries: fresh, report });
    for (const [id, { state, awaitsReceipt, direction }] of before) {
      const open = state === 'sent' ? awaitsReceipt : id === held?.id;
      const expected = direction === 'toCustomer' && open ? report.state : null;
      const after = this.deliveries.get(id);
      if (expected !== null) expect([after?.state, after?.awaitsReceipt]).toEqual([expected, false]);
      else if (FINAL.has(state)) expect(after?.state, 'a receipt changed what it may not').toBe(state);
    }
  }

  kill(): void {
    const kept = JSON.parse(JSON.stringify(this.state.kept)) as Kept;
    this.state = restoredState(kept);
    const outstanding = [...this.deliveries.values()].filter(({ state }) =>
      ['sending', 'unknown', 'waiting'].includes(state),
    );
    this.take({ type: 'restarted', outstanding, overdue: [], aliveAt: this.#now });
  }

  #claim({ direction, landsUntil, conversation }: Writes['claim'][number]) {
    const head = this.#of(direction, 'pending').find(
      (one) => conversation === undefined || one.conversationId === conversation,
    );
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
      // A notice may still be told in a chat that is being left, before what was said for the next one.
      const mayPass = (one: Delivery) => isNotice(one) && one.conversationId !== head?.conversationId;
      for (const settled of this.#of(direction, 'sent', 'delivered'))
        if (head !== undefined && !isPreface(head) && !mayPass(settled))
          expect(settled.seq, 'a later one was sent before').toBeLessThan(head.seq);
    }
    const owed = this.#of('toAgent', 'pending', 'sending', 'unknown', 'waiting');
    expect(kept.toAgent.notices, 'the count of notices and the rows disagree').toBe(owed.filter(isNotice).length);
    const { conversation, previousConversationId } = kept;
    const homes = conversation === null ? [previousConversationId] : [conversation.id, conversation.nextId];
    for (const { conversationId } of owed)
      expect(homes, 'something is owed in a conversation that nobody takes it from').toContain(conversationId);
    for (const { state, awaitsReceipt } of this.deliveries.values())
      expect(awaitsReceipt && state !== 'sent', 'a receipt is awaited of what was not sent').toBe(false);
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

/** One delivery of any direction and state, or all that was told up to a number. */
type Which = { readonly nth: number } | { readonly upTo: number };

type Action =
  | { readonly kind: 'receipt'; readonly which: Which; readonly report: ReceiptReport }
  | { readonly kind: 'event'; readonly event: SessionEvent }
  /** The other side does what it was asked for. */
  | { readonly kind: 'goOn' }
  /** The customer leaves, and all that follows from it. */
  | { readonly kind: 'end' }
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

const key = fc.constantFrom(null, 'k1');
const nth = fc.record({ nth: fc.nat({ max: 200 }) });
const upTo = fc.record({ upTo: fc.integer({ min: 0, max: 60 }) });
const delivered = key.map((one): ReceiptReport => ({ state: 'delivered', key: one }));
const receipt: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('receipt' as const), which: fc.oneof(nth, upTo), report: delivered }),
  fc.record({
    kind: fc.constant('receipt' as const),
    which: nth,
    report: failure.map((one): ReceiptReport => ({ state: 'failed', key: null, failure: one })),
  }),
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: receipt },
  { weight: 15, arbitrary: fc.constant<Action>({ kind: 'goOn' }) },
  { weight: 3, arbitrary: fc.constant<Action>({ kind: 'end' }) },
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
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 600, 16_000, 61_000, 800_000, 3_700_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: 'kill' }) },
);

const session = { transport: 'fake', id: 's', data: null };

function goOn(ledger: Ledger, count: number): void {
  const { link, held, kept } = ledger.state;
  const take = (event: SessionEvent) => ledger.take(event);
  const accepted = { outcome: 'accepted', key: `key-${count}` } as const;
  if (held.toCustomer !== null) take({ type: 'deliverSettled', deliveryId: held.toCustomer.id, outcome: accepted });
  if (link.readingPreface) return take({ type: 'prefaceRead', said: [] });
  if (link.state === 'opening') return take({ type: 'opened', session, remoteId: null, expiresAt: null });
  if (link.state === 'resuming') return take({ type: 'attached', activated: true });
  if (link.leaving) return take({ type: 'leaveSettled', failure: null });
  if (link.catchingUpSince !== null) {
    const over = kept.conversation?.closing == null ? null : 'over';
    const read = { own: [], messages: [], declined: [], lastWord: null, cursor: `c${count}`, over };
    return take({ type: 'caughtUp', id: link.catchUpId, ...read });
  }
  if (held.toAgent !== null) take({ type: 'sendSettled', deliveryId: held.toAgent.id, outcome: accepted });
}

function carryOut(ledger: Ledger, one: Action, count: number): void {
  const { held, link } = ledger.state;
  if (one.kind === 'end') {
    ledger.take({ type: 'endRequested', by: 'customer' });
    for (let steps = 0; steps < 8 && ledger.state.kept.conversation !== null; steps += 1) goOn(ledger, count);
    return;
  }
  if (one.kind === 'goOn') return goOn(ledger, count);
  if (one.kind === 'kill') return ledger.kill();
  if (one.kind === 'pass') {
    return ledger.pass(one.ms);
  }
  if (one.kind === 'event') return ledger.take(one.event);
  if (one.kind === 'receipt') return ledger.receipt(one.which, one.report);
  if (one.kind === 'caughtUp')
    return ledger.take({
      type: 'caughtUp',
      id: one.stale ? link.catchUpId - 1 : link.catchUpId,
      own: one.own ? [`own-${count}`] : [],
      messages: [],
      declined: [],
      lastWord: null,
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
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const ledger = new Ledger();
        for (const [count, one] of actions.entries()) carryOut(ledger, one, count);
      }),
      { numRuns: 500 },
    );
  });

  it('plans nothing twice: a look at a state in which nothing is due changes nothing', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40, size: 'max' }), (actions) => {
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
