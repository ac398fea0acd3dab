import type { Address, Rate } from '@trunkline/core';
import { decodeAddress, rateKey } from '../address.ts';

/** About one message a second, and short bursts (docs.slack.dev, rate limits). */
const PER_SECOND = 1;
const BURST = 3;

/** Null: not an address of a Slack channel. Loads nothing of Slack's. */
export function rateOf(address: Address): Rate | null {
  const place = decodeAddress(address);
  return place === null ? null : { key: rateKey(place), perSecond: PER_SECOND, burst: BURST };
}
