import { type Address, address, type DeliveryId, deliveryId } from '@trunkline/core';
import { endsOf } from '../address.ts';

export interface StatusLink {
  readonly deliveryId: DeliveryId;
  readonly address: Address;
}

/** Twilio tries again whatever goes wrong; it takes the fragment for itself, and signs what stands before it. */
const RETRIES = '#rc=3&rp=all';

/**
 * Where the provider tells what becomes of a delivery. The delivery rides along, so that a callback settles it whatever
 * became of the answer. The address is not legible at a glance, since paths end up in the logs of proxies.
 */
export function statusUrl(publicUrl: string, { deliveryId: id, address: where }: StatusLink): string {
  const query = `d=${encodeURIComponent(id)}&c=${Buffer.from(where).toString('base64url')}`;
  return `${publicUrl}/status?${query}${RETRIES}`;
}

/** Null: a callback of something else. */
export function readStatusUrl(url: string): StatusLink | null {
  const parameters = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const id = parameters.get('d') ?? '';
  const where = Buffer.from(parameters.get('c') ?? '', 'base64url').toString();
  if (id === '' || endsOf(where) === null) return null;
  return { deliveryId: deliveryId(id), address: address(where) };
}
