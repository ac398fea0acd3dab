import type { AdapterStorage, Ledger } from '@trunkline/core';
import { addressOf } from '../address.ts';
import { isKnown } from '../opt-out/consent.ts';
import { ConsentLedger } from '../opt-out/consent-ledger.ts';
import { IgnoredHelp } from '../opt-out/ignored-help.ts';
import { KnownServices } from '../opt-out/known-services.ts';
import type { Plan } from '../plan.ts';
import type { ExchangedSms } from '../provider/provider.ts';

/** Tells whether what came in is known here: as a message, as a wish to be texted or not, or as a call for help. */
export function createIsKept(plan: Plan, ledger: Ledger): (sms: ExchangedSms) => Promise<boolean> {
  const storage = readOnly(ledger);
  const consents = new ConsentLedger(storage, new KnownServices(storage, plan.account.messagingServiceSid ?? null));
  const ignoredHelp = new IgnoredHelp(storage);
  return async ({ sid, ours, theirs }) => {
    const ends = { ours, theirs };
    if (await ledger.received(addressOf(ends), sid)) return true;
    return isKnown(await consents.read(ends), sid) || (await ignoredHelp.has(ends, sid));
  };
}

function readOnly({ storage }: Ledger): AdapterStorage {
  return {
    get: (key) => storage.get(key),
    list: (query) => storage.list(query),
    async put() {
      throw new TypeError('an audit only reads');
    },
  };
}
