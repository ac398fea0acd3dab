import type { Difference } from '../contracts/abilities.ts';
import type { CatchUpOutcome, ContactCenter, HistoryEntry, Session } from '../contracts/contact-center.ts';
import type { CustomerRecord, DeliveryDetails, Store } from '../contracts/store.ts';
import type { ConversationId, CustomerId } from '../domain/ids.ts';
import { agentScope } from '../session/conversation-life.ts';
import type { Kept } from '../session/state.ts';

/** What was found of one open conversation. */
export interface AuditedSession {
  readonly channel: string;
  readonly conversationId: ConversationId;
  /** Why its history could not be read; null: it was. */
  readonly unreadable: string | null;
  /** How many entries of its history were compared. */
  readonly entries: number;
  readonly differences: readonly Difference[];
}

export interface AuditOptions {
  readonly store: Store;
  readonly contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly now: () => number;
  /** Only conversations of this channel. */
  readonly channel: string;
}

const PAGE = 100;
/** What is newer may be under way. */
const SETTLED_MS = 60_000;
const MOST_DELIVERIES = 100_000;

/** Compares the history of every session that can still be read with what the store says of it. Only reads. */
export async function* auditSessions(options: AuditOptions, signal: AbortSignal): AsyncIterable<AuditedSession> {
  for (let after: CustomerId | null = null; !signal.aborted; ) {
    const page: readonly CustomerRecord[] = await options.store.active({ after, limit: PAGE });
    for (const { customer, state } of page) {
      const { conversation } = state as unknown as Kept;
      if (conversation?.session == null || customer.channel !== options.channel) continue;
      const open = { customer: customer.id, conversation: conversation.id, session: conversation.session };
      yield { channel: customer.channel, conversationId: conversation.id, ...(await audit(open, options, signal)) };
    }
    after = page.at(-1)?.customer.id ?? null;
    if (after === null) return;
  }
}

interface Open {
  readonly customer: CustomerId;
  readonly conversation: ConversationId;
  readonly session: Session;
}

async function audit(
  open: Open,
  { store, contactCenters, now }: AuditOptions,
  signal: AbortSignal,
): Promise<Pick<AuditedSession, 'unreadable' | 'entries' | 'differences'>> {
  const askedAt = now();
  const contactCenter = contactCenters.get(open.session.transport);
  if (contactCenter === undefined) return { unreadable: 'transport.missing', entries: 0, differences: [] };
  const history = await historyOf(contactCenter, open.session, signal);
  if (typeof history === 'string') return { unreadable: history, entries: 0, differences: [] };
  const deliveries = await store.deliveries({ conversationId: open.conversation, limit: MOST_DELIVERIES });
  const toAgent = deliveries.filter(({ direction }) => direction === 'toAgent');
  const said = history.filter((entry) => entry.kind === 'agent' && entry.at < askedAt - SETTLED_MS);
  const seen = await store.seen(
    open.customer,
    agentScope(open.session),
    said.map(({ key }) => key),
  );
  const differences = [
    ...notThere(toAgent, history, askedAt),
    ...notHere(toAgent, history, askedAt),
    ...said
      .filter(({ key }) => !seen.has(key))
      .map(({ key }) => missingHere(key, 'an agent said something that was not taken in')),
  ];
  return { unreadable: null, entries: history.length, differences };
}

/** All of it, or the code with which it was refused. */
async function historyOf(
  contactCenter: ContactCenter,
  session: Session,
  signal: AbortSignal,
): Promise<readonly HistoryEntry[] | string> {
  const entries: HistoryEntry[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: CatchUpOutcome = await contactCenter.catchUp(session, cursor, signal);
    if (page.outcome === 'rejected') return page.failure.code;
    entries.push(...page.entries);
    if (!page.more) return entries;
    cursor = page.cursor;
  }
}

/** What is `sent` here and not in the history. */
function notThere(
  toAgent: readonly DeliveryDetails[],
  history: readonly HistoryEntry[],
  askedAt: number,
): readonly Difference[] {
  const there = new Set(history.map(({ key }) => key));
  return toAgent
    .filter(({ state, remoteKey, settledAt }) => state === 'sent' && remoteKey !== null && (settledAt ?? 0) < askedAt)
    .filter(({ remoteKey }) => !there.has(remoteKey ?? ''))
    .map(({ id, remoteKey }) => ({
      kind: 'missingThere',
      about: `delivery ${id}, entry ${remoteKey}`,
      text: 'it counts as sent, and the history of the chat does not have it',
    }));
}

/** Our own entries that no delivery has claimed. While one is under way, it may be that one. */
function notHere(
  toAgent: readonly DeliveryDetails[],
  history: readonly HistoryEntry[],
  askedAt: number,
): readonly Difference[] {
  if (toAgent.some(({ state }) => state === 'sending' || state === 'unknown')) return [];
  const claimed = new Set(toAgent.map(({ remoteKey }) => remoteKey));
  return history
    .filter(({ kind, key, at }) => kind === 'own' && !claimed.has(key) && at < askedAt - SETTLED_MS)
    .map(({ key }) => missingHere(key, 'the history has something of ours that no delivery stands for'));
}

function missingHere(key: string, text: string): Difference {
  return { kind: 'missingHere', about: `entry ${key}`, text };
}
