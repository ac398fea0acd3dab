import { createHash, createHmac } from 'node:crypto';

/** Parameters of a webhook, in the order they are sent; a name may come more than once. */
export type WebhookParameters = readonly (readonly [string, string])[];

/**
 * X-Twilio-Signature (§1.3): HMAC-SHA1 in base64 over the address as it is configured, without its fragment, followed by
 * each name and value, sorted by name; values of one name are sorted, and equal ones count once.
 */
export function signatureOf(authToken: string, url: string, parameters: WebhookParameters): string {
  const unique = new Map(parameters.map(([name, value]) => [`${name}\0${value}`, [name, value] as const]));
  const sorted = [...unique.values()].sort(
    ([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue),
  );
  const signed = url + sorted.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** The address with the hash of a body in its query, which the signature then covers. */
export function withBodyHash(url: string, body: string): string {
  const hash = createHash('sha256').update(body, 'utf8').digest('hex');
  return `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${hash}`;
}

/** By UTF-16 unit, as the vendor's own clients sort. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
