import type { Difference, LedgerEntry } from '@trunkline/core';
import type { ExchangedSms } from '../provider/provider.ts';

/** How long a callback is waited for before the provider is asked, and a little more. */
const PATIENCE_MS = 240_000;

/** What both have, with different outcomes; nothing of it while a receipt may still be on its way. */
export function* compareState(
  { id, state, settledAt }: LedgerEntry,
  { sid, state: there, at, changedAt }: ExchangedSms,
  until: number,
): Iterable<Difference> {
  if (settledAt > until || changedAt > until || there === null) return;
  const text = contradiction(state, there);
  // Where no callback comes the provider is asked, less often the longer it takes.
  const isHeardBy = changedAt + (changedAt - at) + PATIENCE_MS;
  if (text === null || (state === 'sent' && isHeardBy > until)) return;
  yield { kind: 'otherwise', about: `delivery ${id}, message ${sid}`, text };
}

function contradiction(here: LedgerEntry['state'], there: NonNullable<ExchangedSms['state']>): string | null {
  if (here === 'sent' && there === 'delivered') return 'it counts as sent, and Twilio says that it was delivered';
  if ((here === 'sent' || here === 'delivered') && there === 'failed')
    return `it counts as ${here}, and Twilio says that it did not arrive`;
  if (here !== 'sent' && here !== 'delivered' && there !== 'failed')
    return `it counts as ${here}, and Twilio ${there === 'delivered' ? 'says that it was delivered' : 'has taken it'}`;
  return null;
}
