import { describe, expect, it } from 'vitest';
import type { Delivery } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import { customerId } from '../domain/ids.ts';
import { samplePolicy } from '../testing/sample-policy.ts';
import type { Effect, Writes } from './effect.ts';
import type { SessionEvent } from './event.ts';
import type { Policy } from './policy.ts';
import { type CustomerState, newCustomerState } from './state.ts';
import { transition } from './transition.ts';

const NOW = 1_000_000;

/** A state and the delivery rows that belong to it. */
interface World {
  readonly state: CustomerState;
  readonly rows: readonly Delivery[];
}

interface Stepped extends World {
  readonly writes: Writes;
  readonly effects: readonly Effect[];
}

interface StepOptions {
  readonly now?: number;
  readonly policy?: Policy;
}

const nobody: World = { state: newCustomerState, rows: [] };
let ids = 0;

/** One step, and the claims that the store would have carried out for it. */
function step({ state, rows }: World, event: SessionEvent, options: StepOptions = {}): Stepped {
  ids += 1;
  const stimulus = { event, now: options.now ?? NOW, freshId: `${ids}`, jitter: 0 };
  const made = transition({ customer: customerId('u'), state, stimulus, policy: options.policy ?? samplePolicy });
  const { writes, effects } = made;
  const changed = [...rows, ...writes.enqueue].map((row) => ({
    ...row,
    ...writes.change.find(({ id }) => id === row.id),
  }));
  const stepped: Stepped = { state: made.state, rows: changed, writes, effects };
  const [claim] = writes.claim;
  if (claim === undefined) return stepped;
  const head = changed.find((row) => row.direction === claim.direction && row.state === 'pending');
  const delivery: Delivery | null = head === undefined ? null : { ...head, state: 'sending' };
  const claimed = changed.map((row) => (row.id === head?.id ? { ...row, state: 'sending' as const } : row));
  const next = step(
    { state: made.state, rows: claimed },
    { type: 'claimed', direction: claim.direction, delivery },
    options,
  );
  return { ...next, writes, effects: [...effects, ...next.effects] };
}

function after(...events: readonly SessionEvent[]): World {
  return events.reduce<World>((world, event) => step(world, event), nobody);
}

const said: SessionEvent = {
  type: 'customerMessage',
  text: 'hello',
  authorName: null,
  attachments: [],
  sentAt: NOW,
  profile: null,
  routing: null,
  once: null,
};
const opened: SessionEvent = {
  type: 'opened',
  session: { transport: 'fake', id: 's1', data: null },
  remoteId: 'r1',
  expiresAt: null,
};
const attached: SessionEvent = { type: 'attached', activated: false };
const activated: SessionEvent = { type: 'activated' };
const fail = (scope: Failure['scope'], retryable = true): Failure => ({
  code: 'x',
  scope,
  retryable,
  human: 'it failed',
});

/** The outstanding send, settled with an outcome. */
function settled({ state }: World, outcome: Extract<SessionEvent, { type: 'sendSettled' }>['outcome']): SessionEvent {
  const { toAgent } = state.held;
  if (toAgent === null) throw new Error('nothing is being sent');
  return { type: 'sendSettled', deliveryId: toAgent.id, outcome };
}

const kinds = ({ effects }: Stepped) => effects.map(({ type }) => type);

describe('a conversation begins', () => {
  it.each([
    ['with the session being prepared', [], said, ['open']],
    ['and attaches only to a session that is committed', [said], opened, ['routeWorks', 'resume']],
    ['and waits for the proof of activation', [said, opened], attached, []],
    ['and sends what waits once that is there', [said, opened, attached], activated, ['send']],
    [
      'and sends at once when attaching was proof enough',
      [said, opened],
      { type: 'attached', activated: true },
      ['send'],
    ],
  ] as const)('%s', (_name, before, event, effects) => {
    expect(kinds(step(after(...before), event))).toEqual(effects);
  });

  it('tries a send after a while if no proof comes', () => {
    const waiting = after(said, opened, attached);
    expect(kinds(step(waiting, { type: 'tick', overdue: [] }, { now: NOW + 2_999 }))).toEqual([]);
    expect(kinds(step(waiting, { type: 'tick', overdue: [] }, { now: NOW + 3_000 }))).toEqual(['send']);
  });

  it('commits message, state and claim in one step when nothing is in the way', () => {
    const open = after(said, opened, attached, activated);
    const idle = step(open, settled(open, { outcome: 'accepted', key: 'k1' }));
    const { writes, effects } = step(idle, said);
    expect(writes.enqueue).toMatchObject([{ state: 'sending', landsUntil: NOW + 15_000 }]);
    expect(writes.claim).toEqual([]);
    expect(effects).toMatchObject([{ type: 'send', delivery: { state: 'sending' } }]);
  });
});

describe('a send', () => {
  const sending = after(said, opened, attached, activated);
  it.each([
    ['that is accepted is sent', { outcome: 'accepted', key: 'k' }, 'sent', ['routeWorks']],
    [
      'that nobody knows about is asked after',
      { outcome: 'unknown', failure: fail('message') },
      'unknown',
      ['catchUp'],
    ],
    [
      'that is refused for good fails, and the customer hears of it',
      { outcome: 'rejected', failure: fail('message', false) },
      'failed',
      ['routeWorks', 'deliver'],
    ],
    ['that is throttled waits', { outcome: 'rejected', failure: fail('message') }, 'waiting', ['routeWorks']],
    [
      'that the route refuses pauses the route and waits',
      { outcome: 'rejected', failure: fail('route') },
      'waiting',
      ['pauseRoute', 'blocked'],
    ],
    [
      'that finds the chat not active asks whether it is over',
      { outcome: 'rejected', failure: fail('conversation') },
      'waiting',
      ['routeWorks', 'catchUp'],
    ],
  ] as const)('%s', (_name, outcome, state, effects) => {
    const result = step(sending, settled(sending, outcome));
    expect(result.writes.change).toMatchObject([{ id: sending.state.held.toAgent?.id, state }]);
    expect(kinds(result)).toEqual(effects);
  });

  it('is settled by its echo, and the answer that comes after it changes nothing', () => {
    const echoed = step(sending, { type: 'own', key: 'k1' });
    expect(echoed.writes.change).toMatchObject([{ state: 'sent', remoteKey: 'k1' }]);
    const answered = step(echoed, settled(sending, { outcome: 'accepted', key: 'k1' }));
    expect(answered.state.kept).toEqual(echoed.state.kept);
    expect(answered.writes.change).toEqual([]);
  });

  it('of unknown outcome is found by position, also among equal texts', () => {
    const first = step(sending, settled(sending, { outcome: 'accepted', key: 'k1' }));
    const second = step(first, said);
    const unknown = step(second, settled(second, { outcome: 'unknown', failure: fail('message') }));
    const { catchUpId: id } = unknown.state.link;
    const history = {
      type: 'caughtUp',
      id,
      messages: [],
      declined: [],
      lastWord: null,
      cursor: 'k2',
      over: null,
    } as const;
    const found = step(unknown, { ...history, own: ['k1', 'k2'] });
    expect(found.writes.change).toMatchObject([{ state: 'sent', remoteKey: 'k2' }]);
    const missing = step(unknown, { ...history, own: ['k1'] });
    expect(missing.writes.change, 'it may still land').toEqual([]);
    const later = step(missing, { type: 'tick', overdue: [] }, { now: NOW + 15_000 });
    expect(kinds(later)).toEqual(['catchUp']);
    const gone = step(later, { ...history, id: later.state.link.catchUpId, own: ['k1'] }, { now: NOW + 15_001 });
    expect(kinds(gone)).toEqual(['send']);
  });
});

describe('a restart', () => {
  it('makes what was being sent unknown and takes the session up again', () => {
    const sending = after(said, opened, attached, activated);
    const { toAgent } = sending.state.held;
    if (toAgent === null) throw new Error('nothing is being sent');
    const kept = JSON.parse(JSON.stringify(sending.state.kept));
    const restarted = step(
      { ...nobody, state: { ...newCustomerState, kept } },
      { type: 'restarted', outstanding: [toAgent], overdue: [], aliveAt: NOW },
    );
    expect(restarted.writes.change).toMatchObject([{ id: toAgent.id, state: 'unknown' }]);
    expect(kinds(restarted)).toEqual(['resume']);
    const back = step(restarted, { type: 'attached', activated: true });
    expect(kinds(back)).toEqual(['catchUp']);
  });

  it('opens again what was being opened, since a session that nobody attached to is never routed', () => {
    const kept = JSON.parse(JSON.stringify(after(said).state.kept));
    expect(
      kinds(
        step(
          { ...nobody, state: { ...newCustomerState, kept } },
          { type: 'restarted', outstanding: [], overdue: [], aliveAt: NOW },
        ),
      ),
    ).toEqual(['open']);
  });
});

describe('an end', () => {
  it('comes after the last words were read, and what was not taken begins the next conversation', () => {
    const open = after(said, opened, attached, activated);
    const idle = step(open, settled(open, { outcome: 'accepted', key: 'k1' }));
    const paused = { ...samplePolicy, paused: { opening: false, toAgent: true, toCustomer: false } };
    const queued = step(idle, said, { policy: paused });
    const ended = step(queued, { type: 'remoteEnded', reason: 'agent left' }, { policy: paused });
    expect(kinds(ended)).toEqual(['catchUp']);
    const id = ended.state.link.catchUpId;
    const read = step(ended, {
      type: 'caughtUp',
      id,
      own: ['k1'],
      messages: [],
      declined: [],
      lastWord: null,
      cursor: 'k1',
      over: 'agent left',
    });
    expect(kinds(read)).toEqual(['release', 'readPreface', 'open']);
    expect(read.writes.conversations.map(({ state }) => state)).toEqual(['ended', 'opening']);
    const [from, to] = read.writes.conversations;
    expect(read.writes.carryOver).toEqual({ from: from?.id, to: to?.id });
    expect(to?.previousId).toBe(from?.id);
  });

  it('that the customer wants waits for what was said before it', () => {
    const open = after(said, opened, attached, activated);
    const wanted = step(open, { type: 'endRequested', by: 'customer' });
    expect(kinds(wanted)).toEqual([]);
    const sent = step(wanted, settled(open, { outcome: 'accepted', key: 'k1' }));
    expect(kinds(sent)).toEqual(['routeWorks', 'leave']);
  });
});

it('splits what is too long for the contact centre at a word, in the step that takes it in', () => {
  const { writes } = step(nobody, { ...said, text: 'one two three four' });
  expect(writes.enqueue.map(({ body }) => (body.kind === 'message' ? body.text : ''))).toEqual([
    'one two ',
    'three four',
  ]);
});
