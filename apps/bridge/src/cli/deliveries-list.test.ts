import { expect, it } from 'vitest';
import { storedDelivery } from '../testing/stored.ts';
import { deliveryItem, deliveryTable, shownState } from './deliveries-list.ts';

const HOUR_MS = 3_600_000;
const SENT_AT = Date.UTC(2026, 0, 1);
const awaiting = storedDelivery({ state: 'sent', awaitsReceipt: true, settledAt: SENT_AT });

it.each([
  ['sent', 72, awaiting],
  ['sent (unconfirmed)', 73, awaiting],
  ['sent', 73, storedDelivery({ state: 'sent', awaitsReceipt: false, settledAt: SENT_AT })],
  ['delivered', 73, storedDelivery({ state: 'delivered', awaitsReceipt: false, settledAt: SENT_AT })],
  ['failed', 73, storedDelivery({ state: 'failed', awaitsReceipt: false, settledAt: SENT_AT })],
] as const)('calls it %s after %i hours', (expected, hours, delivery) => {
  expect(shownState(delivery, SENT_AT + hours * HOUR_MS)).toBe(expected);
});

it('says unconfirmed to people, not to programs', () => {
  const table = deliveryTable([awaiting], (delivery) => shownState(delivery, SENT_AT + 100 * HOUR_MS));
  expect(table).toContain('sent (unconfirmed)');
  expect(deliveryItem(awaiting).state).toBe('sent');
});
