import type { Store } from '../contracts/store.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { ConversationId } from '../domain/ids.ts';
import { isPreface } from '../session/notice.ts';
import type { Said } from '../session/transcript.ts';

/** How far back is looked: further than this nobody has waited for an answer. */
const MOST_CONVERSATIONS = 5;
const MOST_DELIVERIES = 1_000;

/**
 * What both sides got in a conversation, oldest first, and in those before it that it continued. What of the customer's
 * words did not arrive is not among it: it follows by itself.
 */
export async function readPreface(store: Store, last: ConversationId): Promise<readonly Said[]> {
  const conversations: Said[][] = [];
  let id: ConversationId | null = last;
  while (id !== null && conversations.length < MOST_CONVERSATIONS) {
    const deliveries = await store.deliveries({ conversationId: id, newestFirst: true, limit: MOST_DELIVERIES });
    conversations.push(inOrder(deliveries).flatMap(saidIn));
    id = deliveries.some(isPreface) ? ((await store.conversation(id))?.previousId ?? null) : null;
  }
  return conversations.reverse().flat();
}

function inOrder(deliveries: readonly Delivery[]): readonly Delivery[] {
  const place = ({ timelineNumber, body }: Delivery): readonly [number, number] => [
    timelineNumber ?? 0,
    body.kind === 'message' ? body.part : 0,
  ];
  return [...deliveries].sort((a, b) => {
    const [ofA, partA] = place(a);
    const [ofB, partB] = place(b);
    return ofA - ofB || partA - partB;
  });
}

function saidIn({ body, direction, state }: Delivery): readonly Said[] {
  if (body.kind !== 'message' || body.author.kind === 'system') return [];
  if (direction === 'toAgent' && state !== 'sent') return [];
  return [{ author: body.author, text: body.text, when: minuteOf(body.sentAt) }];
}

/** Agents and bridges may be anywhere: the minute, in UTC. */
function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
