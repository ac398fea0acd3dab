import type { Address, AuditRange, Difference, Ledger, LedgerConversation, LedgerEntry } from '@trunkline/core';
import { addressOf } from '../address.ts';
import type { Plan } from '../plan.ts';
import type { ExchangedSms, LoadProvider, SmsProvider } from '../provider/provider.ts';
import { compareState } from './compare-state.ts';
import { createIsKept } from './is-kept.ts';

export interface Auditing {
  readonly plan: Plan;
  readonly range: AuditRange;
  readonly ledger: Ledger;
  readonly loadProvider: LoadProvider;
}

/** How far the clocks may be apart. */
const APART_MS = 60_000;

/** Compares the provider's list with the ledger. Differences name ids only, neither numbers nor texts. */
export async function* audit(auditing: Auditing, signal: AbortSignal): AsyncIterable<Difference> {
  const { plan, range, ledger, loadProvider } = auditing;
  const provider = await loadProvider();
  try {
    const exchanged = await provider.listExchanged({ numbers: plan.numbers, since: range.since }, signal);
    yield* auditSent(auditing, { provider, sent: exchanged.filter(({ direction }) => direction === 'out') }, signal);
    const isKept = createIsKept(plan, ledger);
    for (const one of exchanged)
      if (one.direction === 'in' && one.at >= range.since && one.at <= range.until && !(await isKept(one)))
        yield {
          kind: 'missingHere',
          about: `message ${one.sid}`,
          text: 'Twilio has received it, and it was not taken in; or its customer was forgotten since',
        };
  } finally {
    await provider.close();
  }
}

interface There {
  readonly provider: SmsProvider;
  readonly sent: readonly ExchangedSms[];
}

async function* auditSent(
  { range, ledger }: Auditing,
  { provider, sent }: There,
  signal: AbortSignal,
): AsyncIterable<Difference> {
  const unclaimed = new Map(sent.map((one) => [one.sid, one]));
  const there = new Map(unclaimed);
  for await (const entry of ledger.sent()) {
    const { remoteKey } = entry;
    if (remoteKey === null) continue;
    unclaimed.delete(remoteKey);
    const found = there.get(remoteKey);
    if (found !== undefined) yield* compareState(entry, found, range.until);
    else if (counts(entry) && entry.settledAt <= range.until && (await isGone(provider, remoteKey, signal)))
      yield {
        kind: 'missingThere',
        about: aboutOf(entry),
        text: `it counts as ${entry.state}, and Twilio does not have it`,
      };
  }
  if (unclaimed.size > 0) yield* notHere([...unclaimed.values()], range, ledger);
}

/**
 * What no delivery stands for, to customers who had a conversation then: what the same number sends to others is not the
 * bridge's. While something is under way to somebody, it may be that.
 */
async function* notHere(
  unclaimed: readonly ExchangedSms[],
  { since, until }: AuditRange,
  ledger: Ledger,
): AsyncIterable<Difference> {
  const conversations = new Map<Address, LedgerConversation[]>();
  for await (const one of ledger.conversations())
    conversations.set(one.address, [...(conversations.get(one.address) ?? []), one]);
  for (const { sid, at, ours, theirs } of unclaimed) {
    if (at < since + APART_MS || at > until) continue;
    const with_ = conversations.get(addressOf({ ours, theirs })) ?? [];
    const then = with_.find(({ openedAt, endedAt }) => at >= openedAt - APART_MS && at <= (endedAt ?? at) + APART_MS);
    if (then === undefined || with_.some(({ underWay }) => underWay)) continue;
    yield {
      kind: 'missingHere',
      about: `message ${sid}, conversation ${then.id}`,
      text: 'Twilio has sent it to this customer, and no delivery stands for it: it was sent twice, counts as failed, or is of another program with the same number',
    };
  }
}

function counts({ state }: LedgerEntry): boolean {
  return state === 'sent' || state === 'delivered';
}

/** Older ones than the list reaches back to may have been settled late. */
async function isGone(provider: SmsProvider, sid: string, signal: AbortSignal): Promise<boolean> {
  return (await provider.fetchStatus(sid, signal)) === null;
}

function aboutOf({ id, remoteKey }: LedgerEntry): string {
  return `delivery ${id}, message ${remoteKey}`;
}
