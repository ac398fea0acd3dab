import type { Store } from '../contracts/store.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { ConversationId } from '../domain/ids.ts';
import { isPreface } from '../session/notice.ts';
import type { Said } from '../session/transcript.ts';

/** How far back is looked. */
const MOST_CONVERSATIONS = { unanswered: 40, recent: 40 } as const;
const MOST_DELIVERIES = 1_000;

export interface PrefaceWanted {
  /** The conversation before. */
  readonly of: ConversationId;
  /** What the customer said from this delivery on; null: what both sides said last. */
  readonly unansweredFrom: number | null;
}

/**
 * What was said in a conversation and in those before it, oldest first. What of the customer's words did not arrive is
 * not among it: it follows by itself.
 */
export async function readPreface(store: Store, { of, unansweredFrom }: PrefaceWanted): Promise<readonly Said[]> {
  const most = MOST_CONVERSATIONS[unansweredFrom === null ? 'recent' : 'unanswered'];
  const conversations: (readonly Said[])[] = [];
  let id: ConversationId | null = of;
  while (id !== null && conversations.length < most) {
    const deliveries = await store.deliveries({ conversationId: id, newestFirst: true, limit: MOST_DELIVERIES });
    conversations.push(unansweredFrom === null ? saidIn(deliveries) : heardIn(deliveries, unansweredFrom));
    if (isEnough(deliveries, unansweredFrom)) break;
    id = (await store.conversation(id))?.previousId ?? null;
  }
  return conversations.reverse().flat();
}

/** Whether there is nothing before it that belongs to it. */
function isEnough(deliveries: readonly Delivery[], from: number | null): boolean {
  const toAgent = deliveries.filter((one) => one.direction === 'toAgent' && !isPreface(one));
  if (from !== null) return toAgent.some(({ seq }) => seq <= from);
  return toAgent.some(({ state }) => state === 'sent') && !deliveries.some(isPreface);
}

/** The customer's words that arrived, in the order in which they were sent. */
function heardIn(deliveries: readonly Delivery[], from: number): readonly Said[] {
  return whole(
    deliveries
      .filter((one) => one.direction === 'toAgent' && one.state === 'sent' && one.seq >= from)
      .sort((a, b) => a.seq - b.seq),
  );
}

/** What both sides said, in the order in which it was taken in. */
function saidIn(deliveries: readonly Delivery[]): readonly Said[] {
  const place = ({ timelineNumber }: Delivery) => timelineNumber ?? 0;
  return whole(
    deliveries
      .filter(({ direction, state }) => direction === 'toCustomer' || state === 'sent')
      .sort((a, b) => place(a) - place(b) || partOf(a) - partOf(b)),
  );
}

/** The parts of a message are one thing that was said. */
function whole(deliveries: readonly Delivery[]): readonly Said[] {
  const said: (Said & { readonly messageId: string })[] = [];
  const told = new Set<string>();
  for (const { body } of deliveries) {
    if (body.kind !== 'message' || body.author.kind === 'system') continue;
    if (told.size === told.add(`${body.messageId}/${body.part}`).size) continue;
    const before = said.at(-1);
    if (before?.messageId === body.messageId) said[said.length - 1] = { ...before, text: before.text + body.text };
    else said.push({ messageId: body.messageId, author: body.author, text: body.text, when: minuteOf(body.sentAt) });
  }
  return said;
}

function partOf({ body }: Delivery): number {
  return body.kind === 'message' ? body.part : 0;
}

/** Agents and bridges may be anywhere: the minute, in UTC. */
function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
