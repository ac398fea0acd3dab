import type { DeliveryBody } from '@trunkline/core';

/** What a delivery says to somebody who can only read; null: nothing. */
export function deliveryText(body: DeliveryBody): string | null {
  const { text } = body;
  return text === null || text === '' ? null : text;
}
