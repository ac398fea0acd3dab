import type { AdapterContext, Receipt } from '@trunkline/core';
import { endsOf } from '../address.ts';
import type { ConsentLedger } from '../opt-out/consent-ledger.ts';
import type { SmsStatus } from '../provider/provider.ts';
import type { Claims } from './claims.ts';
import { failureOfReceipt } from './failures.ts';
import type { Pauses } from './pauses.ts';
import type { StatusLink } from './status-link.ts';

export interface StatusParts {
  readonly context: AdapterContext;
  readonly ledger: ConsentLedger;
  readonly claims: Claims;
  readonly pauses: Pauses;
}

/**
 * Takes in what became of a delivery. Callbacks come in any order, more than once, and before the send is answered: the
 * engine keeps what ranks higher. Durable once it resolves.
 */
export async function takeStatus(status: SmsStatus, link: StatusLink, parts: StatusParts): Promise<void> {
  const { context, claims } = parts;
  const { deliveryId, address } = link;
  const { sid, state } = status;
  const answered = claims.isAnswered(deliveryId);
  if (state === 'taken' && answered) return;
  if (!answered) await claims.keep(address, { deliveryId, sid });
  await follow(status, link, parts);
  await context.receiveReceipt(address, receiptOf(status, link));
}

function receiptOf({ sid, state, error }: SmsStatus, { deliveryId }: StatusLink): Receipt {
  const of = { deliveryId };
  if (state === 'failed' && error !== null) return { of, state: 'failed', failure: failureOfReceipt(error), key: sid };
  return { of, state: state === 'delivered' ? 'delivered' : 'sent', key: sid };
}

/** What the fate of one message says of others. */
async function follow({ state, error, sid }: SmsStatus, { address }: StatusLink, parts: StatusParts): Promise<void> {
  const { context, ledger, pauses } = parts;
  const ends = endsOf(address);
  if (ends === null) return;
  if (state === 'delivered' && pauses.works(ends.ours)) context.reportHealth(null);
  if (error === null) return;
  context.count(`failed_${error.kind.toLowerCase()}`);
  if (error.kind === 'optedOut') {
    await ledger.record(ends, { state: 'optedOut', at: context.clock.now(), by: error.code, sid });
  } else if (pauses.note(ends.ours, error)) {
    context.logger.error(
      { event: 'sms.configuration', code: error.code },
      'messages do not arrive until the account is set right',
    );
    context.reportHealth(`Text messages do not arrive: ${error.human}. Nothing is sent for a few minutes at a time.`);
  }
}
