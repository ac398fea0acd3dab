import { expect, it } from 'vitest';
import type { Delivery, DeliveryState } from '../domain/delivery.ts';
import { conversationId, customerId, deliveryId, messageId } from '../domain/ids.ts';
import type { AuthorKind } from '../domain/message.ts';
import { samplePolicy } from '../testing/sample-policy.ts';
import type { ReceiptReport } from './event.ts';
import { type CustomerState, newCustomerState } from './state.ts';
import { transition } from './transition.ts';

const NOW = 1_000_000;
const PREVIOUS = conversationId('c_1');
const delivered: ReceiptReport = { state: 'delivered', key: 'SM1' };
const failure = { code: 'x.30003', scope: 'message', retryable: false, human: 'unreachable' } as const;
const failed: ReceiptReport = { state: 'failed', key: null, failure };
const sent: ReceiptReport = { state: 'sent', key: 'SM1' };
/** What a row becomes, and what the agent is owed. */
const NOTHING = [null, null] as const;

function rowOf(state: DeliveryState, { awaits = false, author = 'agent' as AuthorKind } = {}): Delivery {
  return {
    id: deliveryId('d_1'),
    customerId: customerId('u'),
    conversationId: PREVIOUS,
    direction: 'toCustomer',
    seq: 1,
    body: {
      kind: 'message',
      messageId: messageId('m_1'),
      author: { kind: author, name: null },
      text: 'hello',
      sentAt: 1,
      late: false,
      part: 1,
      parts: 1,
    },
    state,
    attempts: 1,
    landsUntil: null,
    createdAt: NOW - 500,
    settledAt: null,
    awaitsReceipt: awaits,
    remoteKey: null,
    repeated: false,
    retryOf: null,
    reason: null,
    timelineNumber: 1,
  };
}

/** Nobody is talking; the row is outstanding if its state says so. */
function stateWith(row: Delivery): CustomerState {
  const { kept, held } = newCustomerState;
  const before = { ...kept, previousConversationId: PREVIOUS };
  const { state } = row;
  if (state !== 'sending' && state !== 'unknown' && state !== 'waiting') return { ...newCustomerState, kept: before };
  const outstanding = { state, attempt: 1, createdAt: NOW, landsUntil: NOW + 1, retryAt: NOW + 1_000 };
  return {
    ...newCustomerState,
    kept: { ...before, toCustomer: { ...kept.toCustomer, outstanding } },
    held: { ...held, toCustomer: row },
  };
}

function told(row: Delivery, report: ReceiptReport, state: CustomerState = stateWith(row)) {
  return transition({
    customer: row.customerId,
    state,
    stimulus: { event: { type: 'receipt', deliveries: [row], report }, now: NOW, freshId: 'f', jitter: 0 },
    policy: samplePolicy,
  });
}

const CASES: readonly (readonly [Delivery, ReceiptReport, readonly [DeliveryState | null, string | null]])[] = [
  [rowOf('sent', { awaits: true }), delivered, ['delivered', null]],
  [rowOf('sent', { awaits: true }), failed, ['failed', 'failure']],
  [rowOf('sent', { awaits: true, author: 'system' }), failed, ['failed', null]],
  [rowOf('sent', { awaits: true, author: 'bot' }), failed, ['failed', null]],
  [rowOf('sent'), delivered, NOTHING],
  [rowOf('sent'), failed, NOTHING],
  [rowOf('delivered'), delivered, NOTHING],
  [rowOf('delivered'), failed, NOTHING],
  [rowOf('pending'), delivered, NOTHING],
  [rowOf('pending'), failed, NOTHING],
  [rowOf('sending'), delivered, ['delivered', null]],
  [rowOf('unknown'), delivered, ['delivered', null]],
  [rowOf('waiting'), delivered, ['delivered', null]],
  [rowOf('sending'), failed, ['failed', 'failure']],
  [rowOf('unknown'), failed, ['failed', 'failure']],
  [rowOf('waiting'), failed, ['failed', 'failure']],
  [rowOf('failed'), delivered, [null, 'correction']],
  [rowOf('expired'), delivered, [null, 'correction']],
  [rowOf('dropped'), delivered, [null, 'correction']],
  [rowOf('failed', { author: 'bot' }), delivered, NOTHING],
  [rowOf('failed'), failed, NOTHING],
  [rowOf('expired'), failed, NOTHING],
  [rowOf('dropped'), failed, NOTHING],
  [{ ...rowOf('sent', { awaits: true }), direction: 'toAgent' }, delivered, NOTHING],
  [rowOf('sent', { awaits: true }), sent, NOTHING],
  [rowOf('delivered'), sent, NOTHING],
  [rowOf('failed'), sent, NOTHING],
  [rowOf('pending'), sent, NOTHING],
];

it.each(
  CASES.map(([row, report, expected]) => {
    const { body, direction, awaitsReceipt } = row;
    const what = body.kind === 'message' ? `${direction}, of the ${body.author.kind}, ${row.state}` : '';
    return { name: `${what}${awaitsReceipt ? ' and awaiting' : ''}: ${report.state}`, row, report, expected };
  }),
)('a delivery $name', ({ row, report, expected: [becomes, notice] }) => {
  const { state, writes, effects, traces } = told(row, report);
  expect(writes.change.map((change) => change.state)).toEqual(becomes === null ? [] : [becomes]);
  expect(writes.enqueue.map(({ body, conversationId: home }) => [body.kind, home])).toEqual(
    notice === null ? [] : [[notice, PREVIOUS]],
  );
  expect([state.held.toCustomer, state.kept.toCustomer.outstanding]).toEqual([null, null]);
  expect(effects.filter(({ type }) => type !== 'routeWorks')).toEqual([]);
  const steps = traces.filter(({ step }) => step === 'delivery.receipt');
  expect(steps).toHaveLength(becomes === null && notice === null ? 0 : 1);
});

it('notes the key of a receipt, and leaves a known one alone if the receipt has none', () => {
  const row = rowOf('sent', { awaits: true });
  expect(told(row, delivered).writes.change).toEqual([
    { id: row.id, state: 'delivered', settledAt: NOW, awaitsReceipt: false, reason: null, remoteKey: 'SM1' },
  ]);
  const { change } = told(row, failed).writes;
  expect(change).toEqual([
    { id: row.id, state: 'failed', settledAt: NOW, awaitsReceipt: false, reason: 'unreachable' },
  ]);
});

it('lets the lane go on at once with what waits behind it', () => {
  const row = rowOf('unknown');
  const state = stateWith(row);
  const lane = { ...state.kept.toCustomer, queued: 1, oldestAt: NOW };
  const { writes } = told(row, delivered, { ...state, kept: { ...state.kept, toCustomer: lane } });
  expect(writes.claim).toMatchObject([{ direction: 'toCustomer' }]);
});
