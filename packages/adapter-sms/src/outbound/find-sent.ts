import type { Clock, FindSentOutcome, OutboundDelivery } from '@trunkline/core';
import type { Ends } from '../address.ts';
import type { ListedSms, SmsProvider } from '../provider/provider.ts';
import type { Claims } from './claims.ts';
import { afterSend, sendingStateOf } from './sending-state.ts';

export interface Wanted {
  readonly outbound: OutboundDelivery;
  readonly ends: Ends;
  readonly text: string;
  readonly segments: number;
  readonly service: string | null;
}

export interface SearchParts {
  readonly provider: SmsProvider;
  readonly claims: Claims;
  readonly clock: Pick<Clock, 'now'>;
}

/** Clocks differ by so much at most; the list is read that much further back, and by the provider's own clock then. */
const CLOCKS_MS = 10 * 60_000;
/** Dates of messages have seconds. */
const SECOND_MS = 1_000;

/**
 * Whether a send of unknown outcome reached the provider: the first message from this sender to this customer behind the
 * last one that is known to be another delivery's, not older than the delivery. The text is never enough, since people
 * do say "ok" twice; but a message that says something else is somebody else's, who uses the number too.
 */
export async function findSent(
  wanted: Wanted,
  { provider, claims, clock: here }: SearchParts,
  signal: AbortSignal,
): Promise<FindSentOutcome> {
  const { outbound, ends, segments } = wanted;
  const { delivery, address } = outbound;
  const state = sendingStateOf(outbound.adapterState);
  const kept = await claims.kept(address);
  const sent = (sid: string): FindSentOutcome => ({
    found: 'sent',
    key: sid,
    adapterState: afterSend(state, { sid, segments }),
  });
  const own = kept.find(({ deliveryId }) => deliveryId === delivery.id);
  if (own !== undefined) return sent(own.sid);
  const askedAt = here.now();
  const { messages, clock } = await provider.listSent(
    { to: ends.theirs, since: delivery.createdAt - CLOCKS_MS },
    signal,
  );
  const ahead = clock === null ? 0 : clock - askedAt;
  const known = [state.last, ...kept.map(({ sid }) => sid)].map((sid) => messages.findIndex((one) => one.sid === sid));
  const notBefore = delivery.createdAt + ahead - 2 * SECOND_MS;
  const found = messages
    .slice(Math.max(...known) + 1)
    .find((one) => one.at >= notBefore && isOurs(one, wanted) && maySay(one, wanted.text));
  return found === undefined ? { found: 'notSent' } : sent(found.sid);
}

/** A message that waits in a pool may have no sender yet. */
function isOurs({ from, service }: ListedSms, { ends, service: ours }: Wanted): boolean {
  return from === null ? ours !== null && service === ours : from === ends.ours;
}

/** Leniently: the provider may have replaced characters, cut the text, or keep no texts at all. */
function maySay({ text }: ListedSms, wanted: string): boolean {
  const listed = letters(text);
  return text === '' || listed === letters(wanted) || (listed !== '' && letters(wanted).startsWith(listed));
}

function letters(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
